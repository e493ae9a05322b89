import type { Logger } from '@countersign/observability';
import type { EntityManager } from 'typeorm';
import type { Database, ReadOptions } from '../../platform/database.ts';
import { realTimer, type Timer } from '../../platform/timer.ts';
import { ClusterMonitor } from './cluster-monitor.ts';
import type { DatabaseMode } from './database-mode.ts';
import { messageOf } from './error-facts.ts';
import { EpochKeeper, type SharedEpoch } from './epoch-keeper.ts';
import { NodeMonitor } from './node-monitor.ts';
import { type NodeProbe, parseLsn, PostgresNodeProbe } from './node-probe.ts';
import type { DatabaseNodeAddress, NodeReport } from './node-state.ts';
import { masterOffline, PrimaryWriter, storageFull } from './primary-writer.ts';
import { ReadRouter } from './read-router.ts';
import { type DatabaseLogin, TrackedPool } from './tracked-pool.ts';

/** What {@link DbRouter} needs. */
export interface DbRouterOptions {
  readonly nodes: readonly DatabaseNodeAddress[];
  /** The node that is paired with this server, read first. */
  readonly preferred?: string | undefined;
  readonly login: DatabaseLogin;
  /** Where the highest timeline is kept on this machine. */
  readonly epochFile: string;
  readonly sharedEpoch: SharedEpoch;
  readonly logger: Logger;
  readonly now: () => number;
  readonly timer?: Timer;
  readonly limits?: Partial<RouterLimits>;
  /** For tests of the routing alone. */
  readonly makeProbe?: (address: DatabaseNodeAddress) => NodeProbe;
}

/** Figures with the defaults of `deployment.md`: rw 10, ro 20, probes twice a second. */
export interface RouterLimits {
  readonly probeIntervalMs: number;
  readonly probeTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly queryTimeoutMs: number;
  readonly writeConnections: number;
  readonly readConnections: number;
  readonly maxLagMs: number;
  /** How long Redis may take to tell the epoch before a write goes by what we know ourselves. */
  readonly epochTimeoutMs: number;
  readonly diskProbeIntervalMs: number;
}

const DEFAULTS: RouterLimits = {
  probeIntervalMs: 500,
  probeTimeoutMs: 500,
  connectTimeoutMs: 1_000,
  queryTimeoutMs: 10_000,
  writeConnections: 10,
  readConnections: 20,
  maxLagMs: 10_000,
  epochTimeoutMs: 150,
  diskProbeIntervalMs: 5_000,
};

/** A megabyte that does not compress, rolled back: a full disk refuses to make room for it. */
const DISK_PROBE = `
  INSERT INTO idempotency_keys (key, request_hash, response, created_at)
  SELECT 'disk-probe', ''::bytea, to_jsonb(string_agg(md5(i::text), '')), now() FROM generate_series(1, 32768) AS i`;

/** Ends the trial write without keeping it. */
class RolledBack extends Error {}

/**
 * The way to Postgres: writes go to the one primary that is on the newest timeline, reads to the nearest copy that is fresh
 * enough. While there is no primary every write is refused before it touches the network, and reads go on.
 */
export class DbRouter implements Database {
  readonly #options: DbRouterOptions;
  readonly #limits: RouterLimits;
  readonly #monitor: ClusterMonitor;
  readonly #reads: ReadRouter;
  readonly #writer: PrimaryWriter;
  readonly #epoch: EpochKeeper;
  readonly #timer: Timer;
  #writePool: TrackedPool | undefined;
  #callOffDiskProbe: (() => void) | undefined;

  constructor(options: DbRouterOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULTS, ...options.limits };
    this.#timer = options.timer ?? realTimer;
    const { logger, now } = options;
    this.#epoch = new EpochKeeper(options.epochFile, options.sharedEpoch, (problem) => {
      logger.warn({ err: problem }, 'The epoch of the database could not be shared; the local copy is used.');
    });
    const onLost = (node: string, problem: string): void => this.#monitor.markDown(node, problem);
    this.#reads = new ReadRouter({
      openPool: (address) => this.#open(address, this.#limits.readConnections, true),
      preferred: options.preferred,
      maxLagMs: this.#limits.maxLagMs,
      onLost,
    });
    this.#writer = new PrimaryWriter(async () => await this.#epochNow(), {
      lost: onLost,
      storageFull: (node) => this.#onStorageFull(node),
    });
    this.#monitor = new ClusterMonitor({
      nodes: options.nodes.map((address) => new NodeMonitor(address, this.#makeProbe(address), now)),
      epoch: this.#epoch,
      now,
      timer: this.#timer,
      logger,
      probeIntervalMs: this.#limits.probeIntervalMs,
      onView: (mode, reports) => {
        this.#followPrimary(mode);
        this.#reads.follow(reports);
      },
    });
  }

  /** Asks every node once and then for ever; returns whether or not one answers. */
  async start(): Promise<void> {
    await this.#monitor.start();
  }

  /** Ends all connections at once. */
  stop(): void {
    this.#monitor.stop();
    this.#callOffDiskProbe?.();
    this.#writePool?.cut();
    this.#reads.stop();
  }

  mode(): DatabaseMode {
    return this.#monitor.mode;
  }

  nodes(): readonly NodeReport[] {
    return this.#monitor.reports();
  }

  onModeChanged(listener: (mode: DatabaseMode, before: DatabaseMode) => void): () => void {
    return this.#monitor.onModeChanged(listener);
  }

  async read<T>(fn: (manager: EntityManager) => Promise<T>, options: ReadOptions = {}): Promise<T> {
    return await this.#reads.read(fn, options.atLeastLsn, options.patienceMs);
  }

  async readPrimary<T>(fn: (manager: EntityManager) => Promise<T>): Promise<T> {
    const primary = this.#primaryReport();
    if (primary === undefined) throw masterOffline();
    try {
      return await this.#reads.readFrom(primary.address, fn);
    } catch (error) {
      if (this.#primaryReport() === undefined) throw masterOffline(error);
      throw error;
    }
  }

  async write<T>(fn: (manager: EntityManager) => Promise<T>): Promise<T> {
    const { kind, reason } = this.mode();
    if (reason === 'disk_full') throw storageFull();
    const pool = this.#writePool;
    if (kind !== 'normal' || pool === undefined) throw masterOffline();
    return await this.#writer.transaction(pool, fn);
  }

  /** The end of the log after our last write, for {@link ReadOptions.atLeastLsn}. */
  lastCommitLsn(): string | undefined {
    return this.#writer.lastCommitLsn;
  }

  /**
   * Whether a second machine has what was written up to `lsn`, so that it survives the loss of the primary. True with a
   * single node, where there is nothing to wait for.
   */
  isReplicated(lsn: string): boolean {
    if (this.#options.nodes.length === 1) return true;
    const wanted = parseLsn(lsn);
    return this.nodes().some(({ role, facts }) => role === 'replica' && (facts?.receivedLsn ?? 0n) >= wanted);
  }

  /** Asks a node at once instead of when its turn comes, as after a promotion. */
  async probeNow(node: string): Promise<void> {
    await this.#monitor.probeNow(node);
  }

  /** Makes `timeline` the least that is written to, here and on every server. */
  async raiseEpoch(timeline: number): Promise<void> {
    this.#epoch.raise(timeline);
    await this.#epoch.refresh();
    this.#monitor.evaluate();
  }

  #primaryReport(): NodeReport | undefined {
    const { primary } = this.mode();
    return this.nodes().find(({ address, role }) => address.name === primary && role === 'primary');
  }

  /** The write pool belongs to the primary of the moment; that of an old one is cut at once. */
  #followPrimary({ kind, primary, reason }: DatabaseMode): void {
    const wanted = kind === 'normal' || reason === 'disk_full' ? primary : undefined;
    if (wanted === this.#writePool?.address.name) return;
    this.#writePool?.cut();
    const address = this.#options.nodes.find(({ name }) => name === wanted);
    const pool = address === undefined ? undefined : this.#open(address, this.#limits.writeConnections, false);
    this.#writePool = pool;
    pool?.ready.catch((error: unknown) => {
      if (this.#writePool !== pool) return;
      this.#writePool = undefined;
      this.#monitor.markDown(pool.address.name, messageOf(error));
    });
  }

  async #epochNow(): Promise<number> {
    let callOff: () => void = () => undefined;
    const late = new Promise<number>((resolve) => {
      callOff = this.#timer(() => resolve(this.#epoch.current), this.#limits.epochTimeoutMs);
    });
    try {
      return await Promise.race([this.#epoch.refresh(), late]);
    } finally {
      callOff();
    }
  }

  #onStorageFull(node: string): void {
    this.#options.logger.error({ node }, 'The disk of the master database is full.');
    this.#monitor.setDiskFull(true);
    this.#scheduleDiskProbe();
  }

  #scheduleDiskProbe(): void {
    this.#callOffDiskProbe?.();
    this.#callOffDiskProbe = this.#timer(() => void this.#probeDisk(), this.#limits.diskProbeIntervalMs);
  }

  async #probeDisk(): Promise<void> {
    const pool = this.#writePool;
    const outcome = await (pool === undefined ? Promise.reject(masterOffline()) : this.#tryToWrite(pool)).catch(
      (error: unknown) => error,
    );
    if (outcome instanceof RolledBack) this.#monitor.setDiskFull(false);
    else this.#scheduleDiskProbe();
  }

  async #tryToWrite(pool: TrackedPool): Promise<never> {
    return await this.#writer.transaction(pool, async (manager): Promise<never> => {
      await manager.query(DISK_PROBE);
      throw new RolledBack('the trial write went through');
    });
  }

  #open(address: DatabaseNodeAddress, connections: number, isReadOnly: boolean): TrackedPool {
    const { connectTimeoutMs, queryTimeoutMs } = this.#limits;
    return new TrackedPool(address, this.#options.login, { connections, connectTimeoutMs, queryTimeoutMs, isReadOnly });
  }

  #makeProbe(address: DatabaseNodeAddress): NodeProbe {
    const { makeProbe, login } = this.#options;
    return makeProbe?.(address) ?? new PostgresNodeProbe(address, login, this.#limits.probeTimeoutMs);
  }
}
