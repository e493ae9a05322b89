/** A user with a fact that stands now, as Postgres knows it; Redis may know better. */
export interface StandingEntry {
  readonly userId: string;
  readonly userName: string;
}

/** Who set something, when and why: the newest entry of the journal about it. */
export interface StandingCause {
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

/** A change of a bypass or a block in the past. */
export interface StandingHistoryEntry extends StandingCause {
  readonly sequence: number;
  readonly userName: string;
  /** granted, revoked, used, blocked, unblocked, locked, unlocked */
  readonly action: string;
  readonly authenticationId: string;
}

/** Which part of the history is wanted. */
export interface StandingHistoryQuery {
  readonly kind: 'bypass' | 'block';
  /** The id of a user; empty: all. */
  readonly userId: string;
  readonly groups: readonly string[] | undefined;
  readonly before: number | undefined;
  readonly limit: number;
}

/** Bypasses and blocks in Postgres. `groups` is the scope of who asks; undefined: everything. */
export interface StandingsReader {
  /** Users whose fact had not ended at `now`, soonest end first, and those named by `alsoUsers`. */
  candidates(
    kind: 'bypass' | 'block',
    now: number,
    alsoUsers: readonly string[],
    groups: readonly string[] | undefined,
  ): Promise<readonly StandingEntry[]>;
  causes(
    kinds: readonly string[],
    outcomes: readonly string[],
    userIds: readonly string[],
  ): Promise<readonly StandingCause[]>;
  history(query: StandingHistoryQuery): Promise<readonly StandingHistoryEntry[]>;
}
