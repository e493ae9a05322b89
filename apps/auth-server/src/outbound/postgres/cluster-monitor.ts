import type { Logger } from '@countersign/observability';
import type { Timer } from '../../platform/timer.ts';
import { type ClusterView, viewCluster } from './cluster-view.ts';
import type { DatabaseMode, DatabaseModeKind, ModeReason } from './database-mode.ts';
import type { EpochKeeper } from './epoch-keeper.ts';
import type { NodeMonitor } from './node-monitor.ts';
import type { NodeReport } from './node-state.ts';
import { ReplicaLag } from './replica-lag.ts';

/** What {@link ClusterMonitor} needs. */
export interface ClusterMonitorOptions {
  readonly nodes: readonly NodeMonitor[];
  readonly epoch: EpochKeeper;
  readonly now: () => number;
  readonly timer: Timer;
  readonly logger: Logger;
  readonly probeIntervalMs: number;
  /** Called after every probe, before listeners: pools follow the view. */
  readonly onView: (mode: DatabaseMode, reports: readonly NodeReport[]) => void;
}

type Listener = (mode: DatabaseMode, before: DatabaseMode) => void;

/** Good probes until a primary that came back is written to. */
const GOOD_PROBES = 2;
/** How much faster we look while there is no primary, so that a promotion is noticed soon. */
const HASTE = 2;

/** Watches all nodes and decides who is master, if anybody. */
export class ClusterMonitor {
  readonly #options: ClusterMonitorOptions;
  readonly #lag = new ReplicaLag();
  readonly #listeners = new Set<Listener>();
  readonly #callOff = new Map<NodeMonitor, () => void>();
  #view: ClusterView;
  #mode: DatabaseMode;
  #hasBeenNormal = false;
  #isDiskFull = false;
  #isStopped = false;

  constructor(options: ClusterMonitorOptions) {
    this.#options = options;
    const epoch = options.epoch.current;
    this.#view = viewCluster([], epoch);
    this.#mode = { kind: 'down', since: options.now(), reason: 'starting', epoch, primary: undefined };
  }

  get mode(): DatabaseMode {
    return this.#mode;
  }

  /** True while the master refuses writes for want of space. */
  get isDiskFull(): boolean {
    return this.#isDiskFull;
  }

  /** Asks every node once, then goes on asking. */
  async start(): Promise<void> {
    await this.#options.epoch.refresh();
    await Promise.all(this.#options.nodes.map(async (node) => await node.probe()));
    this.evaluate();
    for (const node of this.#options.nodes) this.#schedule(node);
  }

  stop(): void {
    this.#isStopped = true;
    for (const callOff of this.#callOff.values()) callOff();
    for (const node of this.#options.nodes) node.close();
  }

  onModeChanged(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Every node as operators see it, in the order of the configuration. */
  reports(): NodeReport[] {
    const now = this.#options.now();
    return this.#options.nodes.map(({ state }) => {
      const role = this.#view.roles.get(state.address.name) ?? 'down';
      if (state.facts === undefined || role !== 'replica') {
        const isLevel = role === 'primary';
        return { ...state, role, lagBytes: isLevel ? 0 : undefined, lagMs: 0 };
      }
      const behind = this.#lag.behindMs(state.facts.replayedLsn, now);
      const lagMs = Math.max(behind, state.facts.replayDelayMs);
      return { ...state, role, lagBytes: this.#lag.missingBytes(state.facts.receivedLsn), lagMs };
    });
  }

  /** A statement has shown that a node cannot be used. */
  markDown(name: string, problem: string): void {
    const node = this.#options.nodes.find(({ address }) => address.name === name);
    if (node === undefined || node.state.facts === undefined) return;
    node.markDown(problem);
    this.evaluate();
  }

  /** The master said that its disk is full, or has shown that it no longer is. */
  setDiskFull(isFull: boolean): void {
    this.#isDiskFull = isFull;
    this.evaluate();
  }

  /** Asks one node again, at once. */
  async probeNow(name: string): Promise<void> {
    const node = this.#options.nodes.find(({ address }) => address.name === name);
    await node?.probe();
    this.evaluate();
  }

  /** Judges anew what is known. */
  evaluate(): void {
    const before = this.#view;
    this.#view = viewCluster(
      this.#options.nodes.map(({ state }) => state),
      this.#options.epoch.current,
    );
    this.#options.epoch.raise(this.#view.epoch);
    this.#noteLog(before);
    this.#warnOfFenced(before);
    this.#setMode();
  }

  #schedule(node: NodeMonitor): void {
    if (this.#isStopped) return;
    const { failedProbes } = node.state;
    const haste = this.#mode.kind === 'normal' ? 1 : HASTE;
    // After a first failure we ask again at once: one more decides.
    const delay = failedProbes === 1 ? 0 : this.#options.probeIntervalMs / haste;
    this.#callOff.set(
      node,
      this.#options.timer(() => void this.#probeAndGoOn(node), delay),
    );
  }

  async #probeAndGoOn(node: NodeMonitor): Promise<void> {
    await Promise.all([node.probe(), node === this.#options.nodes[0] ? this.#options.epoch.refresh() : undefined]);
    if (this.#isStopped) return;
    this.evaluate();
    this.#schedule(node);
  }

  #noteLog(before: ClusterView): void {
    if (before.primary !== this.#view.primary) this.#lag.reset();
    const primary = this.#primaryMonitor();
    const { facts } = primary?.state ?? {};
    if (facts !== undefined) this.#lag.note({ at: this.#options.now(), lsn: facts.receivedLsn });
  }

  #warnOfFenced(before: ClusterView): void {
    for (const [node, role] of this.#view.roles) {
      if (role !== 'fenced' || before.roles.get(node) === 'fenced') continue;
      const { logger } = this.#options;
      logger.error(
        { node, epoch: this.#view.epoch, reason: this.#view.reason },
        'A database server takes writes but is not the master: it is fenced. Rebuild it as a replica.',
      );
    }
  }

  #primaryMonitor(): NodeMonitor | undefined {
    return this.#options.nodes.find(({ address }) => address.name === this.#view.primary);
  }

  #setMode(): void {
    const before = this.#mode;
    const [kind, reason] = this.#judge();
    const { epoch } = this.#view;
    const primary = kind === 'normal' || reason === 'disk_full' ? this.#view.primary : undefined;
    const isSame = before.kind === kind && before.reason === reason && before.primary === primary;
    this.#mode = { kind, reason, epoch, primary, since: isSame ? before.since : this.#options.now() };
    if (kind === 'normal') this.#hasBeenNormal = true;
    this.#options.onView(this.#mode, this.reports());
    if (isSame) return;
    this.#options.logger.warn({ mode: this.#mode, before }, 'The database mode changed.');
    for (const listener of this.#listeners) listener(this.#mode, before);
  }

  #judge(): [DatabaseModeKind, ModeReason] {
    const primary = this.#primaryMonitor();
    if (primary === undefined) return [this.#view.reason === 'no_node' ? 'down' : 'read_only', this.#view.reason];
    if (this.#isDiskFull) return ['read_only', 'disk_full'];
    const isProven = primary.goodProbes >= (this.#hasBeenNormal ? GOOD_PROBES : 1);
    // A proven primary that misses one probe stays what it is.
    const wasPrimary = this.#mode.primary === this.#view.primary;
    return isProven || wasPrimary ? ['normal', ''] : ['read_only', 'no_primary'];
  }
}
