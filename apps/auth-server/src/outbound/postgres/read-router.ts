import { DomainError } from '@countersign/errors';
import type { EntityManager, QueryRunner } from 'typeorm';
import { databaseFailure } from './database-failure.ts';
import { messageOf } from './error-facts.ts';
import { parseLsn } from './node-probe.ts';
import type { DatabaseNodeAddress, NodeReport } from './node-state.ts';
import { cutConnection, type TrackedPool } from './tracked-pool.ts';

/** What {@link ReadRouter} needs. */
export interface ReadRouterOptions {
  readonly openPool: (address: DatabaseNodeAddress) => TrackedPool;
  /** Name of our own copy, asked first. */
  readonly preferred: string | undefined;
  /** A replica that is further behind is asked last of all. */
  readonly maxLagMs: number;
  /** A statement has shown that the node cannot be used. */
  readonly onLost: (node: string, problem: string) => void;
}

/** Thrown inside: the node had not replayed far enough. */
class TooOld extends Error {}
const ATTEMPTS = 2;

/** Sends each read to the nearest node that is fresh enough, and once more to another one when a node is lost. */
export class ReadRouter {
  readonly #options: ReadRouterOptions;
  readonly #pools = new Map<string, TrackedPool>();
  #reports: readonly NodeReport[] = [];

  constructor(options: ReadRouterOptions) {
    this.#options = options;
  }

  /** Takes over what the probes found: opens a pool for each node that is up, cuts those of nodes that are not. */
  follow(reports: readonly NodeReport[]): void {
    this.#reports = reports;
    for (const { address, facts } of reports) {
      if (facts === undefined) this.#drop(address.name);
      else this.#pool(address);
    }
  }

  stop(): void {
    for (const name of [...this.#pools.keys()]) this.#drop(name);
  }

  /** @throws DomainError `unavailable` when no node can be read */
  async read<T>(fn: (manager: EntityManager) => Promise<T>, atLeastLsn?: string, patienceMs?: number): Promise<T> {
    let problem: unknown;
    let attempts = 0;
    for (const node of this.#inOrder(atLeastLsn)) {
      if (attempts >= ATTEMPTS) break;
      const needsCheck = node.role === 'replica' ? atLeastLsn : undefined;
      try {
        return await this.readFrom(node.address, fn, needsCheck, patienceMs);
      } catch (error) {
        if (!(error instanceof TooOld) && !isLost(error)) throw error;
        if (!(error instanceof TooOld)) attempts += 1;
        problem = error;
      }
    }
    const message = 'No copy of the database can be read. Try again; if it lasts, run `countersign doctor`.';
    throw new DomainError('unavailable', message, { cause: problem, retryAfterSeconds: 2 });
  }

  /** One node and no other. */
  async readFrom<T>(
    address: DatabaseNodeAddress,
    fn: (manager: EntityManager) => Promise<T>,
    atLeastLsn?: string,
    patienceMs?: number,
  ): Promise<T> {
    const pool = this.#pool(address);
    let runner: QueryRunner | undefined;
    const impatience = new Impatience(patienceMs);
    pool.inFlight += 1;
    try {
      runner = (await impatience.orLate(pool.ready)).createQueryRunner();
      await impatience.orLate(runner.connect());
      if (atLeastLsn !== undefined && !(await hasReplayed(runner, atLeastLsn)))
        throw new TooOld('the copy has not replayed far enough');
      return await impatience.orLate(fn(runner.manager));
    } catch (error) {
      if (!(error instanceof TooOld) && isLost(error)) this.#lose(pool, runner, error);
      throw error;
    } finally {
      impatience.end();
      pool.inFlight -= 1;
      if (runner !== undefined) void release(runner);
    }
  }

  /** Nearest first: our own copy, then the less busy ones, then the primary, then replicas that are far behind. */
  #inOrder(atLeastLsn: string | undefined): NodeReport[] {
    const wanted = atLeastLsn === undefined ? undefined : parseLsn(atLeastLsn);
    return this.#reports
      .filter(({ role }) => role === 'primary' || role === 'replica')
      .map((node) => ({ node, rank: this.#rank(node, wanted) }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ node }) => node);
  }

  #rank({ address, role, lagMs, facts }: NodeReport, wanted: bigint | undefined): number {
    const busy = Math.min(99, this.#pools.get(address.name)?.inFlight ?? 0);
    const isPreferred = address.name === this.#options.preferred;
    if (role === 'primary') return isPreferred ? 0 : 1_000 + busy;
    if (lagMs > this.#options.maxLagMs) return 3_000 + Math.min(lagMs, 1e9);
    if (wanted !== undefined && facts !== undefined && facts.replayedLsn < wanted) return 2_000 + busy;
    return isPreferred ? 0 : 100 + busy;
  }

  #pool(address: DatabaseNodeAddress): TrackedPool {
    const known = this.#pools.get(address.name);
    if (known !== undefined) return known;
    const pool = this.#options.openPool(address);
    this.#pools.set(address.name, pool);
    // A pool that never stood is opened anew with the next probe or read.
    pool.ready.catch(() => {
      if (this.#pools.get(address.name) === pool) this.#pools.delete(address.name);
    });
    return pool;
  }

  #drop(name: string): void {
    this.#pools.get(name)?.cut();
    this.#pools.delete(name);
  }

  #lose(pool: TrackedPool, runner: QueryRunner | undefined, error: unknown): void {
    // What hangs on this connection must not be handed to the next reader.
    runner?.connect().then(cutConnection, () => undefined);
    const problem = messageOf(error);
    if (databaseFailure(error) === 'lost') this.#options.onLost(pool.address.name, problem);
  }
}

/** Gives up waiting before the driver does, so that another node can be asked in time. */
class Impatience {
  readonly #late: Promise<never> | undefined;
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(ms: number | undefined) {
    if (ms === undefined) return;
    let giveUp: (reason: Error) => void = () => undefined;
    this.#late = new Promise((_, reject) => {
      giveUp = reject;
    });
    this.#late.catch(() => undefined);
    this.#timer = setTimeout(() => giveUp(new Error('query read timeout: another node is asked')), ms);
  }

  async orLate<T>(answer: Promise<T>): Promise<T> {
    return await (this.#late === undefined ? answer : Promise.race([answer, this.#late]));
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** Gives the connection back; one that has not come yet is given back when it comes, or the pool would lose it. */
async function release(runner: QueryRunner): Promise<void> {
  await runner.connect().catch(() => undefined);
  await runner.release().catch(() => undefined);
}

async function hasReplayed(runner: QueryRunner, lsn: string): Promise<boolean> {
  const rows = (await runner.query(
    'SELECT NOT pg_is_in_recovery() OR coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false) AS "isFresh"',
    [lsn],
  )) as { isFresh: boolean }[];
  return rows[0]?.isFresh === true;
}

function isLost(error: unknown): boolean {
  const failure = databaseFailure(error);
  return failure === 'lost' || failure === 'timeout';
}
