import type { SecretBytes } from '@countersign/errors';

/** DI token of the {@link TrafficMemory}. */
export const TRAFFIC_MEMORY = Symbol('TRAFFIC_MEMORY');

/** Stands for all addresses that are no client, where the id of a client could stand. */
export const UNKNOWN_SENDERS = 'unknown';

/** What a client did since a gateway started; instants are milliseconds since 1970, 0: never. */
export interface ClientTraffic {
  readonly clientId: string;
  readonly requests: number;
  readonly accepts: number;
  readonly rejects: number;
  readonly challenges: number;
  readonly discards: number;
  readonly signatureFailures: number;
  readonly lastSignatureFailureAtMilliseconds: number;
  readonly unreadablePasswords: number;
  readonly lastUnreadablePasswordAtMilliseconds: number;
  readonly lastPacketAtMilliseconds: number;
  readonly lastProblem: string;
  readonly lastProblemAtMilliseconds: number;
  readonly requestsPerMinute: number;
  readonly retransmissions: number;
  readonly longestRetransmissionMilliseconds: number;
  readonly retransmissionMilliseconds: number;
  readonly slowestReplyMilliseconds: number;
}

/** An address that sends RADIUS and is no client. */
export interface UnknownSender {
  readonly address: string;
  readonly count: number;
  readonly firstSeenAtMilliseconds: number;
  readonly lastSeenAtMilliseconds: number;
  /** What the packet claims; nobody checked it. */
  readonly claimedName: string;
  readonly lastCode: number;
}

/** One attribute as text, never a secret. */
export interface TracedAttribute {
  readonly name: string;
  readonly value: string;
}

/** A request and what became of it. */
export interface TracedPacket {
  readonly receivedAtMilliseconds: number;
  readonly address: string;
  readonly port: number;
  readonly code: number;
  readonly identifier: number;
  readonly octets: number;
  readonly messageAuthenticator: string;
  readonly attributes: readonly TracedAttribute[];
  readonly outcome: string;
  readonly replyCode: number;
  readonly reason: string;
  readonly replyAttributes: readonly TracedAttribute[];
  readonly milliseconds: number;
  /** Hexadecimal; empty without one. */
  readonly authenticationId: string;
  readonly isTest: boolean;
  readonly isAccounting: boolean;
  readonly gateway: string;
}

/** A gateway that reported lately. */
export interface RadiusGateway {
  readonly name: string;
  readonly startedAtMilliseconds: number;
  readonly lastReportAtMilliseconds: number;
}

/** What a gateway saw since its last report. */
export interface TrafficReport {
  readonly gateway: string;
  readonly startedAtMilliseconds: number;
  readonly clients: readonly ClientTraffic[];
  /** Undefined: as before. */
  readonly unknownSenders: readonly UnknownSender[] | undefined;
  readonly packetLists: readonly { readonly key: string; readonly packets: readonly TracedPacket[] }[];
  readonly testResults: readonly RadiusTestResult[];
}

/** A request that a gateway shall send to itself. */
export interface RadiusTestOrder {
  readonly id: string;
  readonly clientId: string;
  /** Empty: Status-Server. */
  readonly userName: string;
  readonly password: SecretBytes;
  /** Undefined: the client's own. */
  readonly secret: SecretBytes | undefined;
  readonly patienceMilliseconds: number;
  readonly expiresAtMilliseconds: number;
}

/** How a test ended. */
export interface RadiusTestResult {
  readonly id: string;
  readonly outcome: string;
  readonly packet: TracedPacket | undefined;
  readonly target: string;
}

/** What a gateway is told in answer to a report. */
export interface TrafficWishes {
  readonly watched: readonly string[];
  readonly tests: readonly RadiusTestOrder[];
  readonly wantsEverything: boolean;
}

/** What the gateways of all servers reported, for minutes: a window to look through, no record. */
export interface TrafficMemory {
  take(report: TrafficReport, now: number): Promise<TrafficWishes>;
  /** Gateways that reported in the last minutes, by name. */
  gateways(now: number): Promise<readonly RadiusGateway[]>;
  /** What each of the gateways said last. */
  traffic(gateways: readonly string[]): Promise<readonly GatewayTraffic[]>;
  /** Asks every gateway for the packets of a client until `until`. True when nobody had asked before. */
  watch(key: string, gateways: readonly string[], now: number, until: number): Promise<boolean>;
  /** The packets of each gateway; undefined: it has not answered yet. */
  packets(key: string, gateways: readonly string[]): Promise<readonly (readonly TracedPacket[] | undefined)[]>;
  order(test: RadiusTestOrder): Promise<void>;
  testResult(id: string): Promise<(RadiusTestResult & { readonly gateway: string }) | undefined>;
}

/** What one gateway said. */
export interface GatewayTraffic {
  readonly clients: readonly ClientTraffic[];
  readonly unknownSenders: readonly UnknownSender[];
}
