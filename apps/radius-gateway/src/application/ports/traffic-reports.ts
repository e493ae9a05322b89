/** One attribute of a packet as text; never a password or a secret. */
export interface TracedAttribute {
  readonly name: string;
  readonly value: string;
}

/** What became of a request. */
export type TracedOutcome = 'pending' | 'replied' | 'repeated' | 'discarded';

/** A request and what became of it, as an administrator reads it. */
export interface TracedPacket {
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly address: string;
  readonly port: number;
  readonly code: number;
  readonly identifier: number;
  readonly octets: number;
  readonly messageAuthenticator: 'good' | 'bad' | 'absent' | '';
  readonly attributes: readonly TracedAttribute[];
  readonly outcome: TracedOutcome;
  /** 0: no reply. */
  readonly replyCode: number;
  /** Why there was no reply, or why the gateway itself refused; empty without a reason. */
  readonly reason: string;
  readonly replyAttributes: readonly TracedAttribute[];
  readonly milliseconds: number;
  /** Names the authentication in the journal; empty without one. */
  readonly authenticationId: Uint8Array;
  readonly isTest: boolean;
  readonly isAccounting: boolean;
}

/** What a client did since the gateway started. Instants are milliseconds since 1970, 0: never. */
export interface ClientNumbers {
  readonly clientId: string;
  readonly requests: number;
  readonly accepts: number;
  readonly rejects: number;
  readonly challenges: number;
  readonly discards: number;
  readonly signatureFailures: number;
  readonly lastSignatureFailureAt: number;
  readonly unreadablePasswords: number;
  readonly lastUnreadablePasswordAt: number;
  readonly lastPacketAt: number;
  readonly lastProblem: string;
  readonly lastProblemAt: number;
  readonly requestsPerMinute: number;
  readonly retransmissions: number;
  readonly longestRetransmissionMilliseconds: number;
  readonly retransmissionMilliseconds: number;
  readonly slowestReplyMilliseconds: number;
}

/** An address that sends and that no client has. */
export interface UnknownSender {
  readonly address: string;
  readonly count: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  /** What the packet says about itself; nobody checked it. */
  readonly claimedName: string;
  readonly lastCode: number;
}

/** Stands for all unknown addresses where the id of a client could stand. */
export const UNKNOWN_SENDERS = 'unknown';

/** The packets of one client, or of {@link UNKNOWN_SENDERS}. */
export interface PacketList {
  readonly key: string;
  readonly packets: readonly TracedPacket[];
}

/** A request that an administrator wants this gateway to send to itself. */
export interface SelfTestOrder {
  readonly id: string;
  readonly clientId: string;
  /** Empty: Status-Server. */
  readonly userName: string;
  readonly password: Uint8Array;
  /** Empty: the secret of the client. */
  readonly secret: Uint8Array;
  readonly patienceMilliseconds: number;
}

/** How a {@link SelfTestOrder} ended. */
export interface SelfTestResult {
  readonly id: string;
  readonly outcome: 'replied' | 'discarded' | 'no_answer' | 'not_received' | 'unknown_client';
  readonly packet: TracedPacket | undefined;
  /** Where the request was sent. */
  readonly target: string;
}

/** What happened since the last report that was taken. */
export interface TrafficReport {
  readonly clients: readonly ClientNumbers[];
  /** Undefined: as before. */
  readonly unknownSenders: readonly UnknownSender[] | undefined;
  readonly packetLists: readonly PacketList[];
  readonly testResults: readonly SelfTestResult[];
}

/** What administrators want of this gateway. */
export interface TrafficWishes {
  /** Ids of clients whose packets somebody looks at, or {@link UNKNOWN_SENDERS}. */
  readonly watched: readonly string[];
  readonly tests: readonly SelfTestOrder[];
  /** Nobody knows this gateway yet, or any more: it tells everything again. */
  readonly wantsEverything: boolean;
}

/** Takes reports. */
export interface TrafficReports {
  /** @throws DomainError when no auth-server took it: the next report says the same again */
  send(report: TrafficReport): Promise<TrafficWishes>;
}

/** What the door knows about its traffic. */
export interface TrafficSource {
  /** What changed since the changes before were settled. */
  changes(): { readonly clients: readonly ClientNumbers[]; readonly unknownSenders?: readonly UnknownSender[] };
  /** The last changes arrived: they need not be told again. */
  settle(): void;
  /** Nothing that was told before counts: all of it is told again. */
  forgetTold(): void;
  /** The packets of a client, newest first; undefined when they were given and nothing came since. */
  packets(key: string): PacketList | undefined;
  /** Nobody looks at others than these any more. */
  keepShown(keys: readonly string[]): void;
  runTest(order: SelfTestOrder): Promise<SelfTestResult>;
}
