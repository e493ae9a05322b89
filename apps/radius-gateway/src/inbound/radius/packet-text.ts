import { type Dictionary, formatAttributes, parse, type RadiusPacket } from '@countersign/radius';
import type { TracedAttribute, TracedPacket } from '../../application/ports/traffic-reports.ts';
import type { PacketTrace } from './packet-trace.ts';

const MAX_VALUE_CHARACTERS = 200;
const MASK = '••••••';
const NOTHING = Buffer.alloc(0);
/** Passwords, their hashes and challenges, keys, and handles that let their holder go on with a sign-in. */
const MASKED =
  /^(?:User-Password|CHAP-Password|CHAP-Challenge|ARAP-.*|EAP-Message|Message-Authenticator|State|Tunnel-Password|MS-CHAP.*|MS-MPPE.*|MS-Old-.*|MS-New-.*|.*(?:Secret|Password|Key).*)$/i;

/** A trace as an administrator reads it. `toWallClock` is what the monotonic clock lacks to milliseconds since 1970. */
export function describeTrace(trace: PacketTrace, dictionary: Dictionary, toWallClock: number): TracedPacket {
  const { origin, datagram, packet, reply } = trace;
  return {
    receivedAt: Math.round(trace.startedAt + toWallClock),
    address: origin.address,
    port: origin.port,
    code: datagram[0] ?? 0,
    identifier: datagram[1] ?? 0,
    octets: datagram.length,
    messageAuthenticator: trace.signature,
    attributes: packet === undefined ? [] : describeAttributes(packet, dictionary),
    outcome: trace.outcome,
    replyCode: trace.replyCode,
    reason: trace.reason,
    replyAttributes: reply === undefined ? [] : describeOctets(reply, dictionary),
    milliseconds: Math.max(0, Math.round(trace.endedAt - trace.startedAt)),
    authenticationId: trace.authenticationId ?? NOTHING,
    isTest: trace.isTest,
    isAccounting: origin.isAccounting,
  };
}

/** The attributes of a packet as text, with everything secret masked. */
export function describeAttributes(packet: RadiusPacket, dictionary: Dictionary): TracedAttribute[] {
  return formatAttributes(dictionary, packet).map(({ name, tag, value }) => ({
    name: tag === undefined ? name : `${name}:${tag}`,
    value: MASKED.test(name) ? MASK : value.slice(0, MAX_VALUE_CHARACTERS),
  }));
}

function describeOctets(octets: Buffer, dictionary: Dictionary): TracedAttribute[] {
  const parsed = parse(octets);
  return parsed.kind === 'discard' ? [] : describeAttributes(parsed.packet, dictionary);
}
