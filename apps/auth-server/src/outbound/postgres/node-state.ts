/** One Postgres server of the configuration. */
export interface DatabaseNodeAddress {
  /** Name of the server it is paired with, as operators say it. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** What the last probe of a node found. LSNs are octets since the beginning of the write-ahead log. */
export interface ProbeFacts {
  readonly isInRecovery: boolean;
  /** Only of a primary: a standby's own is not comparable. 0: unknown. */
  readonly timeline: number;
  /** Written (primary), or received from the primary and flushed (replica). */
  readonly receivedLsn: bigint;
  /** Written (primary), or visible to readers (replica). */
  readonly replayedLsn: bigint;
  /** How old the last replayed transaction is, while there is more to replay; else 0. */
  readonly replayDelayMs: number;
}

/** Where a node stands now. Instants are milliseconds since 1970. */
export interface NodeState {
  readonly address: DatabaseNodeAddress;
  /** Undefined: the last probe failed, or none has ended yet. */
  readonly facts: ProbeFacts | undefined;
  /** What the last successful probe found, however long ago. */
  readonly lastFacts: ProbeFacts | undefined;
  readonly failedProbes: number;
  readonly lastContactAt: number | undefined;
  /** What the last failed probe said. */
  readonly problem: string;
}

/** `fenced`: it takes writes, but on a timeline that is over, or on the same one as another primary. */
export type NodeRole = 'primary' | 'replica' | 'fenced' | 'down';

/** A node as operators see it. */
export interface NodeReport extends NodeState {
  readonly role: NodeRole;
  /** Octets of the write-ahead log that it has not received; undefined without a primary to compare with. */
  readonly lagBytes: number | undefined;
  readonly lagMs: number;
}
