import { DomainError } from '@countersign/errors';
import type { EntityManager, QueryRunner } from 'typeorm';
import { type DatabaseFailure, databaseFailure } from './database-failure.ts';
import { messageOf } from './error-facts.ts';
import { cutConnection, type TrackedPool } from './tracked-pool.ts';

/** What a failed transaction said about the primary. */
export interface WriteObserver {
  /** It cannot be used for writing now. */
  lost(node: string, problem: string): void;
  storageFull(node: string): void;
}

/** How far a transaction came. Before `work` nothing was asked; only in `commit` may something have been kept. */
type Stage = 'connect' | 'guard' | 'work' | 'commit';

interface GuardRow {
  readonly inRecovery: boolean;
  readonly timeline: string | null;
}

const GUARD = `
  SELECT in_recovery AS "inRecovery",
         CASE WHEN in_recovery THEN NULL ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END AS timeline
  FROM (SELECT pg_is_in_recovery() AS in_recovery) AS state`;

/** Runs transactions on the primary and says in our own words how they failed. */
export class PrimaryWriter {
  readonly #epoch: () => Promise<number>;
  readonly #observer: WriteObserver;
  #lastCommitLsn: string | undefined;

  /** @param epoch the highest timeline that any server knows of, asked anew for every transaction */
  constructor(epoch: () => Promise<number>, observer: WriteObserver) {
    this.#epoch = epoch;
    this.#observer = observer;
  }

  /** The end of the log after the last commit here; a read at least as new sees all of our own writes. */
  get lastCommitLsn(): string | undefined {
    return this.#lastCommitLsn;
  }

  /** One transaction. */
  async transaction<T>(pool: TrackedPool, fn: (manager: EntityManager) => Promise<T>): Promise<T> {
    let stage: Stage = 'connect';
    let runner: QueryRunner | undefined;
    pool.inFlight += 1;
    try {
      runner = (await pool.ready).createQueryRunner();
      await runner.connect();
      stage = 'guard';
      await runner.startTransaction();
      await this.#guard(runner, pool);
      stage = 'work';
      const result = await fn(runner.manager);
      stage = 'commit';
      await runner.commitTransaction();
      await this.#noteCommit(runner);
      return result;
    } catch (error) {
      await abandon(runner, stage, error);
      throw this.#inOurWords(error, stage, pool);
    } finally {
      pool.inFlight -= 1;
      await runner?.release().catch(() => undefined);
    }
  }

  /** The last look before anything is written: an old master that slept through a promotion still takes writes. */
  async #guard(runner: QueryRunner, pool: TrackedPool): Promise<void> {
    const [rows, epoch] = await Promise.all([runner.query(GUARD) as Promise<GuardRow[]>, this.#epoch()]);
    const timeline = Number.parseInt(rows[0]?.timeline ?? '0', 16);
    if (rows[0]?.inRecovery === false && timeline >= epoch) return;
    const what = rows[0]?.inRecovery === false ? `is on timeline ${timeline}, the newest is ${epoch}` : 'is a replica';
    this.#observer.lost(pool.address.name, what);
    throw masterOffline(new Error(`${pool.address.name} ${what}`));
  }

  /** What is committed stays committed, whether or not the server can still tell us where its log ends. */
  async #noteCommit(runner: QueryRunner): Promise<void> {
    const rows = (await runner.query('SELECT pg_current_wal_lsn()::text AS lsn').catch(() => [])) as { lsn: string }[];
    if (rows[0] !== undefined) this.#lastCommitLsn = rows[0].lsn;
  }

  #inOurWords(error: unknown, stage: Stage, pool: TrackedPool): unknown {
    if (error instanceof DomainError) return error;
    const failure = databaseFailure(error);
    if (isQueueing(failure, stage, pool)) return busy(error);
    if (failure === 'statement' || failure === 'contention') return error;
    if (failure === 'storage_full') {
      this.#observer.storageFull(pool.address.name);
      return storageFull(error);
    }
    // That a server hangs the probes find out; a busy one must not be taken for it.
    const isForProbes = failure === 'timeout' && stage !== 'guard';
    if (!isForProbes && !pool.isCut) this.#observer.lost(pool.address.name, messageOf(error));
    return isUnknown(failure, stage, pool) ? outcomeUnknown(error) : masterOffline(error);
  }
}

/** No connection came free in time. */
function isQueueing(failure: DatabaseFailure, stage: Stage, pool: TrackedPool): boolean {
  return stage === 'connect' && !pool.isCut && (failure === 'contention' || failure === 'timeout');
}

/** Whether the change may have been made, as far as can be told from here. */
function isUnknown(failure: DatabaseFailure, stage: Stage, pool: TrackedPool): boolean {
  if (stage === 'commit') return failure !== 'not_writable';
  // A server that hangs keeps what it was sent, so whoever waits for it is told that we do not know.
  return stage === 'work' && (failure === 'timeout' || pool.isCut);
}

async function abandon(runner: QueryRunner | undefined, stage: Stage, error: unknown): Promise<void> {
  if (runner === undefined || stage === 'connect') return;
  const failure = databaseFailure(error);
  const isAlive = failure === 'statement' || failure === 'contention' || failure === 'storage_full';
  if (isAlive && runner.isTransactionActive) {
    await runner.rollbackTransaction().catch(() => undefined);
    return;
  }
  // Its answer may still come; nobody may get this connection from the pool.
  if (!isAlive) await runner.connect().then(cutConnection, () => undefined);
}

/** Refusal of a change: nothing was made. */
export function masterOffline(cause?: unknown): DomainError {
  const message =
    'The master server is offline. Sign-in continues; users, PINs and settings cannot be changed until a master is available.';
  return new DomainError('master_offline', message, { retryAfterSeconds: 5, cause });
}

/** No connection came free: others are writing, or the server has begun to hang, which the probes will tell. */
function busy(cause: unknown): DomainError {
  const message = 'The master database is busy: nothing was changed. Try again.';
  return new DomainError('unavailable', message, { retryAfterSeconds: 1, cause });
}

function outcomeUnknown(cause: unknown): DomainError {
  const message =
    'The master did not answer in time: the change may or may not have been made. Send the same request again with the same idempotency key.';
  return new DomainError('write_outcome_unknown', message, { retryAfterSeconds: 5, cause });
}

/** Refusal of a change for want of space: nothing was made. */
export function storageFull(cause?: unknown): DomainError {
  const message = 'The disk of the master database is full. Sign-in continues; free space there, then try again.';
  return new DomainError('storage_full', message, { retryAfterSeconds: 30, cause });
}
