import { timingSafeEqual } from 'node:crypto';
import { type RandomSource, uuidv7 } from '@countersign/crypto';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { Clock } from '../../../platform/clock.ts';
import type { RadiusClientRepository } from './ports/radius-client-repository.ts';
import {
  type RadiusGateway,
  type RadiusTestResult,
  type TracedPacket,
  type TrafficMemory,
  UNKNOWN_SENDERS,
  type UnknownSender,
  type ClientTraffic,
} from './ports/traffic-memory.ts';
import type { OpenRadiusClient, RadiusClientSnapshot } from './radius-client-snapshot.ts';
import { addUpClients, addUpSenders } from './sum-traffic.ts';
import { type TimeoutAdvice, timeoutAdvice } from './timeout-advice.ts';

/** What the use cases of the traffic work with. */
export interface TrafficDependencies {
  readonly memory: TrafficMemory;
  readonly clients: Pick<RadiusClientRepository, 'list'>;
  readonly snapshot: Pick<RadiusClientSnapshot, 'current'>;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Everything that administrators see of the traffic, and try. */
export interface RadiusTraffic {
  readonly gateways: readonly RadiusGateway[];
  readonly clients: readonly { readonly numbers: ClientTraffic; readonly advice: readonly TimeoutAdvice[] }[];
  readonly unknownSenders: readonly UnknownSender[];
}

/** A test as an administrator asks for it. */
export interface TestRadiusClientCommand {
  readonly id: string;
  /** Empty: Status-Server. */
  readonly userName: string;
  readonly password: SecretBytes | undefined;
  /** As it is set on the device; undefined: the stored one. */
  readonly secret: SecretBytes | undefined;
}

/** What a test showed. */
export interface TestedRadiusClient extends Omit<RadiusTestResult, 'id'> {
  readonly gateway: string;
  readonly secretComparison: 'stored' | 'previous' | 'different' | '';
}

const ALIVE_MILLISECONDS = 10_000;
const WATCH_MILLISECONDS = 15_000;
const POLL_MILLISECONDS = 150;
const PACKETS_PATIENCE_MILLISECONDS = 3000;
const MAX_PACKETS = 50;
/** The gateway hears of an order within about a second, and tells the result as fast. */
const ERRAND_MILLISECONDS = 5000;
const MAX_PATIENCE_MILLISECONDS = 20_000;

/** Reads numbers of all clients over all gateways. */
export class ReadRadiusTraffic {
  readonly #with: TrafficDependencies;

  constructor(dependencies: TrafficDependencies) {
    this.#with = dependencies;
  }

  async execute(): Promise<RadiusTraffic> {
    const { memory, clients, clock } = this.#with;
    const gateways = await memory.gateways(clock.now());
    const said = await memory.traffic(gateways.map(({ name }) => name));
    const numbers = addUpClients(said.flatMap((each) => each.clients));
    const known = await clients.list();
    return {
      gateways,
      clients: known.map((client) => ({
        numbers: numbers.get(client.id) ?? silent(client.id),
        advice: timeoutAdvice(client, numbers.get(client.id)),
      })),
      unknownSenders: addUpSenders(said.flatMap(({ unknownSenders }) => unknownSenders)),
    };
  }
}

/** Reads the last packets of a client over all gateways, newest first. */
export class ListRadiusPackets {
  readonly #with: TrafficDependencies;

  constructor(dependencies: TrafficDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `not_found` */
  async execute(key: string): Promise<{ packets: readonly TracedPacket[]; missingGateways: readonly string[] }> {
    const { memory, clock, wait } = this.#with;
    if (key !== UNKNOWN_SENDERS) openClient(this.#with.snapshot, key);
    const now = clock.now();
    const gateways = alive(await memory.gateways(now), now);
    await memory.watch(key, gateways, now, now + WATCH_MILLISECONDS);
    let lists = await memory.packets(key, gateways);
    while (lists.includes(undefined) && clock.now() < now + PACKETS_PATIENCE_MILLISECONDS) {
      await wait(POLL_MILLISECONDS);
      lists = await memory.packets(key, gateways);
    }
    const packets = lists.flatMap((list, index) =>
      (list ?? []).map((packet) => ({ ...packet, gateway: gateways[index] ?? '' })),
    );
    packets.sort((one, other) => other.receivedAtMilliseconds - one.receivedAtMilliseconds);
    return {
      packets: packets.slice(0, MAX_PACKETS),
      missingGateways: gateways.filter((_, index) => lists[index] === undefined),
    };
  }
}

/** Lets a gateway send a real request to itself, with the stored secret or with the one that the administrator typed. */
export class TestRadiusClient {
  readonly #with: TrafficDependencies;

  constructor(dependencies: TrafficDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `not_found`; `unavailable` when no gateway runs, or none answers */
  async execute(command: TestRadiusClientCommand): Promise<TestedRadiusClient> {
    const { memory, clock, random, wait } = this.#with;
    const client = openClient(this.#with.snapshot, command.id);
    const now = clock.now();
    if (alive(await memory.gateways(now), now).length === 0) {
      throw new DomainError(
        'unavailable',
        'No RADIUS gateway has reported in the last ten seconds: none can be asked.',
      );
    }
    const secretComparison = compare(client, command.secret);
    const patienceMilliseconds = Math.min(client.nasDeadlineSeconds * 1000, MAX_PATIENCE_MILLISECONDS);
    const id = uuidv7(new Date(now), random);
    const expiresAtMilliseconds = now + patienceMilliseconds + ERRAND_MILLISECONDS;
    await memory.order({
      id,
      clientId: client.id,
      userName: command.userName,
      password: command.password ?? SecretBytes.fromText(''),
      secret: secretComparison === 'stored' ? undefined : command.secret,
      patienceMilliseconds,
      expiresAtMilliseconds,
    });
    while (clock.now() < expiresAtMilliseconds) {
      await wait(POLL_MILLISECONDS);
      const result = await memory.testResult(id);
      if (result !== undefined) return { ...result, secretComparison };
    }
    throw new DomainError('unavailable', 'No RADIUS gateway answered the order to test: try again.');
  }
}

function alive(gateways: readonly RadiusGateway[], now: number): readonly string[] {
  return gateways
    .filter(({ lastReportAtMilliseconds }) => now - lastReportAtMilliseconds < ALIVE_MILLISECONDS)
    .map(({ name }) => name);
}

function openClient(snapshot: Pick<RadiusClientSnapshot, 'current'>, id: string): OpenRadiusClient {
  const client = snapshot.current()?.clients.find((each) => each.id === id);
  if (client !== undefined) return client;
  throw new DomainError('not_found', 'There is no RADIUS client with this id.', { field: 'id' });
}

function compare(client: OpenRadiusClient, typed: SecretBytes | undefined): TestedRadiusClient['secretComparison'] {
  if (typed === undefined) return '';
  if (isSame(client.secret, typed)) return 'stored';
  return client.previousSecret !== undefined && isSame(client.previousSecret, typed) ? 'previous' : 'different';
}

function isSame(one: SecretBytes, other: SecretBytes): boolean {
  const [left, right] = [one.expose(), other.expose()];
  return left.length === right.length && timingSafeEqual(left, right);
}

function silent(clientId: string): ClientTraffic {
  return {
    clientId,
    requests: 0,
    accepts: 0,
    rejects: 0,
    challenges: 0,
    discards: 0,
    signatureFailures: 0,
    lastSignatureFailureAtMilliseconds: 0,
    unreadablePasswords: 0,
    lastUnreadablePasswordAtMilliseconds: 0,
    lastPacketAtMilliseconds: 0,
    lastProblem: '',
    lastProblemAtMilliseconds: 0,
    requestsPerMinute: 0,
    retransmissions: 0,
    longestRetransmissionMilliseconds: 0,
    retransmissionMilliseconds: 0,
    slowestReplyMilliseconds: 0,
  };
}
