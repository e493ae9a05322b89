import type { HourlyCount } from './hourly-count.ts';
import type { DecidedEvent, FraudReported, Projection } from './journal-event.ts';
import type { ChainHead, JournalRow } from './journal-row.ts';

/** The last accepted time step or counter of an authenticator, to be raised to `value`. */
export interface FloorChange {
  readonly authenticatorId: string;
  readonly value: number;
  readonly driftSteps: number | undefined;
  readonly usedAt: number;
}

type StandingFields = Omit<Extract<Projection, { type: 'standing' }>, 'type' | 'userId'>;

/** Facts of a user; a field that is absent stays as it is, null clears it. */
export interface StandingChange {
  readonly userId: string;
  readonly changedAt: number;
  readonly fields: Readonly<StandingFields>;
}

/** What a batch of events carries to Postgres beside its rows. Instants are milliseconds since 1970. */
export interface ProjectedFacts {
  readonly floors: readonly FloorChange[];
  /** Recovery codes and when they were spent. */
  readonly spentCodes: ReadonlyMap<string, number>;
  readonly standings: readonly StandingChange[];
  /** Users who signed in, and when they did last. */
  readonly signIns: ReadonlyMap<string, number>;
  /** What users reported, and when. */
  readonly frauds: readonly (FraudReported & { readonly reportedAt: number })[];
  /** What the counters for charts and reports grow by. */
  readonly counts: readonly HourlyCount[];
}

/** The end of the chain and of what was drained. */
export interface LedgerHead extends ChainHead {
  /** Of the last stream entry in the chain; `0-0`: none. */
  readonly streamId: string;
  readonly redisGeneration: string;
}

/** The chain, locked for one transaction. */
export interface LedgerDraft {
  readonly head: LedgerHead;
  /** Takes changes out of the waiting list, oldest first. */
  takePending(limit: number): Promise<DecidedEvent[]>;
  /** Which of these events have a row. */
  known(events: readonly Pick<DecidedEvent, 'eventId' | 'occurredAt'>[]): Promise<ReadonlySet<string>>;
  /** @throws DuplicateEvent when one of the rows has been written before; the transaction is lost then */
  append(rows: readonly JournalRow[], facts: ProjectedFacts, head: LedgerHead): Promise<void>;
}

/** An event of the batch is in the journal already. */
export class DuplicateEvent extends Error {
  constructor(cause: unknown) {
    super('an event of this batch is in the journal already', { cause });
    this.name = 'DuplicateEvent';
  }
}

/** The journal's table, for whoever extends it. */
export interface JournalLedger {
  /**
   * Runs `fn` in one transaction with the chain locked.
   * @returns undefined when another server is extending the chain
   * @throws DomainError as every write
   */
  extend<T>(fn: (draft: LedgerDraft) => Promise<T>): Promise<{ result: T; commitLsn: string | undefined } | undefined>;
  /** The newest timeline of the database: another one after each promotion. */
  epoch(): number;
  /** Whether a second machine has what was committed up to there. */
  isReplicated(commitLsn: string): boolean;
  /** Makes the partitions of this month and the next. */
  preparePartitions(now: number): Promise<void>;
  /** Removes answers to idempotency keys that nobody asks for any more. */
  forgetIdempotencyKeys(olderThan: number): Promise<void>;
}
