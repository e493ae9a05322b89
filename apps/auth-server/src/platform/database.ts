import type { EntityManager } from 'typeorm';
import type { DatabaseMode } from '../outbound/postgres/database-mode.ts';
import type { NodeReport } from '../outbound/postgres/node-state.ts';
import type { ChangeEvent, CommandContext } from './command-context.ts';

export type { DatabaseMode } from '../outbound/postgres/database-mode.ts';
export type { NodeReport } from '../outbound/postgres/node-state.ts';

/** Where a read may go. */
export interface ReadOptions {
  /** Only a node that has replayed up to here, as `pg_current_wal_lsn()` wrote it: read your own writes. */
  readonly atLeastLsn?: string;
  /** Milliseconds after which another node is asked; left out: as long as the driver waits. */
  readonly patienceMs?: number;
}

/** The way to Postgres for every adapter; see `outbound/postgres/db-router.ts`. */
export interface Database {
  /** From the nearest replica that is fresh enough, else from the primary. Repeated once elsewhere when a node is lost. */
  read<T>(fn: (manager: EntityManager) => Promise<T>, options?: ReadOptions): Promise<T>;
  /** @throws DomainError `master_offline` */
  readPrimary<T>(fn: (manager: EntityManager) => Promise<T>): Promise<T>;
  /**
   * One transaction on the master.
   * @throws DomainError `master_offline` nothing was changed; `write_outcome_unknown` ask again with the same
   * idempotency key; `storage_full` nothing was changed
   */
  write<T>(fn: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** The end of the log after this process's last write, for {@link ReadOptions.atLeastLsn}. */
  lastCommitLsn(): string | undefined;
  /** Whether a second machine has what was written up to `lsn`; true where there is only one. */
  isReplicated(lsn: string): boolean;
  mode(): DatabaseMode;
  nodes(): readonly NodeReport[];
  /** Asks a node at once instead of when its turn comes, as after a promotion. */
  probeNow(node: string): Promise<void>;
  /** Makes `timeline` the least that is written to, here and on every server. */
  raiseEpoch(timeline: number): Promise<void>;
  /** Called after each change of the mode. The result ends the subscription. */
  onModeChanged(listener: (mode: DatabaseMode, before: DatabaseMode) => void): () => void;
}

/** What a change may do inside its transaction. */
export interface Transaction {
  readonly manager: EntityManager;
  /** Adds an entry to the journal, committed with the change or not at all. */
  journal(change: ChangeEvent): void;
  /**
   * Raises the version of a user, so that no server signs in with an older record of them.
   * @returns the new version
   * @throws DomainError `user_not_found`
   */
  bumpUser(userId: string): Promise<number>;
}

/** Changes, each in one transaction with its journal entries and its idempotency key. */
export interface UnitOfWork {
  /**
   * `fn` may run again after a deadlock, so it must have no effect but on the transaction. The answer must survive JSON.
   * With an idempotency key that was used before, `fn` does not run and the stored answer is returned.
   */
  run<R>(context: CommandContext, fn: (tx: Transaction) => Promise<R>): Promise<R>;
}
