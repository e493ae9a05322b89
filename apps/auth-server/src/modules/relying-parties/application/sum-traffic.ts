import type { ClientTraffic, UnknownSender } from './ports/traffic-memory.ts';

const MAX_SENDERS = 100;

/** The numbers of each client over several gateways. */
export function addUpClients(parts: readonly ClientTraffic[]): ReadonlyMap<string, ClientTraffic> {
  const sums = new Map<string, ClientTraffic>();
  for (const part of parts) {
    const sum = sums.get(part.clientId);
    sums.set(part.clientId, sum === undefined ? part : add(sum, part));
  }
  return sums;
}

/** Each address once, the latest first. */
export function addUpSenders(parts: readonly UnknownSender[]): readonly UnknownSender[] {
  const sums = new Map<string, UnknownSender>();
  for (const part of parts) {
    const sum = sums.get(part.address);
    sums.set(part.address, sum === undefined ? part : addSender(sum, part));
  }
  return [...sums.values()]
    .sort((one, other) => other.lastSeenAtMilliseconds - one.lastSeenAtMilliseconds)
    .slice(0, MAX_SENDERS);
}

function add(one: ClientTraffic, other: ClientTraffic): ClientTraffic {
  const later = other.lastProblemAtMilliseconds > one.lastProblemAtMilliseconds ? other : one;
  const sum = (key: NumberKey) => one[key] + other[key];
  const most = (key: NumberKey) => Math.max(one[key], other[key]);
  return {
    clientId: one.clientId,
    requests: sum('requests'),
    accepts: sum('accepts'),
    rejects: sum('rejects'),
    challenges: sum('challenges'),
    discards: sum('discards'),
    signatureFailures: sum('signatureFailures'),
    lastSignatureFailureAtMilliseconds: most('lastSignatureFailureAtMilliseconds'),
    unreadablePasswords: sum('unreadablePasswords'),
    lastUnreadablePasswordAtMilliseconds: most('lastUnreadablePasswordAtMilliseconds'),
    lastPacketAtMilliseconds: most('lastPacketAtMilliseconds'),
    lastProblem: later.lastProblem,
    lastProblemAtMilliseconds: later.lastProblemAtMilliseconds,
    requestsPerMinute: sum('requestsPerMinute'),
    retransmissions: sum('retransmissions'),
    longestRetransmissionMilliseconds: most('longestRetransmissionMilliseconds'),
    retransmissionMilliseconds: most('retransmissionMilliseconds'),
    slowestReplyMilliseconds: most('slowestReplyMilliseconds'),
  };
}

type NumberKey = Exclude<keyof ClientTraffic, 'clientId' | 'lastProblem'>;

function addSender(one: UnknownSender, other: UnknownSender): UnknownSender {
  const later = other.lastSeenAtMilliseconds > one.lastSeenAtMilliseconds ? other : one;
  return {
    ...later,
    count: one.count + other.count,
    firstSeenAtMilliseconds: Math.min(one.firstSeenAtMilliseconds, other.firstSeenAtMilliseconds),
  };
}
