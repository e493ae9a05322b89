import { radiusClientsV1 as wire } from '@countersign/contracts';
import type { RpcChannel } from '@countersign/rpc';
import type {
  ClientNumbers,
  SelfTestResult,
  TracedPacket,
  TrafficReport,
  TrafficReports,
  TrafficWishes,
  UnknownSender,
} from '../../application/ports/traffic-reports.ts';

const DEADLINE_MILLISECONDS = 3000;

/** Hands reports to any auth-server. */
export class GrpcTrafficReports implements TrafficReports {
  readonly #channel: RpcChannel;
  readonly #gateway: string;
  readonly #startedAt = Date.now();

  constructor(channel: RpcChannel, gateway: string) {
    this.#channel = channel;
    this.#gateway = gateway;
  }

  async send(report: TrafficReport): Promise<TrafficWishes> {
    const client = this.#channel.client(wire.RadiusClientFeedServiceDefinition);
    const answer = await client.reportTraffic(this.#toWire(report), { deadlineMilliseconds: DEADLINE_MILLISECONDS });
    return {
      watched: answer.watched,
      wantsEverything: answer.wantsEverything,
      tests: answer.tests.map(({ id, clientId, userName, password, secret, patienceMilliseconds }) => {
        return { id, clientId, userName, password, secret, patienceMilliseconds };
      }),
    };
  }

  #toWire({ clients, unknownSenders, packetLists, testResults }: TrafficReport): wire.ReportTrafficRequest {
    return {
      gateway: this.#gateway,
      startedAtMilliseconds: this.#startedAt,
      clients: clients.map(toWireNumbers),
      unknownSenders: (unknownSenders ?? []).map(toWireSender),
      hasUnknownSenders: unknownSenders !== undefined,
      packetLists: packetLists.map(({ key, packets }) => ({ key, packets: packets.map(toWirePacket) })),
      testResults: testResults.map(toWireResult),
    };
  }
}

function toWireNumbers(numbers: ClientNumbers): wire.ClientTraffic {
  const { lastSignatureFailureAt, lastUnreadablePasswordAt, lastPacketAt, lastProblemAt, ...same } = numbers;
  return {
    ...same,
    lastSignatureFailureAtMilliseconds: lastSignatureFailureAt,
    lastUnreadablePasswordAtMilliseconds: lastUnreadablePasswordAt,
    lastPacketAtMilliseconds: lastPacketAt,
    lastProblemAtMilliseconds: lastProblemAt,
  };
}

function toWireSender({ firstSeenAt, lastSeenAt, ...same }: UnknownSender): wire.UnknownSender {
  return { ...same, firstSeenAtMilliseconds: firstSeenAt, lastSeenAtMilliseconds: lastSeenAt };
}

function toWirePacket({ receivedAt, authenticationId, ...same }: TracedPacket): wire.TracedPacket {
  return {
    ...same,
    attributes: [...same.attributes],
    replyAttributes: [...same.replyAttributes],
    receivedAtMilliseconds: receivedAt,
    authenticationId: Buffer.from(authenticationId),
    gateway: '',
  };
}

function toWireResult({ id, outcome, packet, target }: SelfTestResult): wire.RadiusTestResult {
  return { id, outcome, packet: packet === undefined ? undefined : toWirePacket(packet), target };
}
