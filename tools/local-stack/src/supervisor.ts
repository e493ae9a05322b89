import { describeEnding, lastLines, sendSignal, signalTree } from '@countersign/testing/servers';
import type { ProcessName } from './layout.ts';
import type { ManagedProcess } from './managed-process.ts';
import type { Progress } from './progress.ts';

/** What a process does at the moment. */
export type ProcessState = 'starting' | 'running' | 'hanging' | 'waiting to restart' | 'stopped' | 'held';

/** One line of `status`. */
export interface ProcessStatus {
  readonly name: ProcessName;
  readonly what: string;
  readonly address: string;
  readonly state: ProcessState;
  readonly pid: number | undefined;
  readonly restarts: number;
  readonly logFile: string;
}

/** Signals that the control accepts for a process. */
export type FaultSignal = 'SIGKILL' | 'SIGSTOP' | 'SIGCONT';

interface Watched {
  readonly process: ManagedProcess;
  state: ProcessState;
  /** False after somebody asked for it to be down: then it stays down. */
  isWanted: boolean;
  restarts: number;
  startedAt: number;
  timer: NodeJS.Timeout | undefined;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
const STEADY_AFTER_MS = 30_000;

/**
 * Keeps processes running: one that ends unasked is reported with the end of its log and started again, after a pause that
 * doubles with every failure in a row. One that was stopped or killed through the control stays down until it is started.
 */
export class Supervisor {
  readonly #watched = new Map<ProcessName, Watched>();
  readonly #progress: Progress;
  #isStopping = false;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  /** Takes a process into care without starting it. */
  add(process: ManagedProcess): void {
    this.#watched.set(process.name, {
      process,
      state: 'stopped',
      isWanted: false,
      restarts: 0,
      startedAt: 0,
      timer: undefined,
    });
  }

  /** Starts a process that is in care, and keeps it running from now on. Throws when it does not come up. */
  async start(name: ProcessName): Promise<void> {
    const watched = this.#get(name);
    clearTimeout(watched.timer);
    watched.isWanted = true;
    watched.restarts = 0;
    try {
      await this.#bringUp(watched);
    } catch (error) {
      watched.isWanted = false;
      watched.state = 'stopped';
      throw error;
    }
  }

  /** Takes over a process that was started by other means. */
  adopt(name: ProcessName): void {
    const watched = this.#get(name);
    watched.isWanted = true;
    this.#watch(watched);
  }

  /** Stops a process in order; it stays down. */
  async stop(name: ProcessName): Promise<void> {
    const watched = this.#get(name);
    clearTimeout(watched.timer);
    watched.isWanted = false;
    await watched.process.stop();
    watched.state = 'stopped';
  }

  /** Lets go of a process: whatever becomes of it, it is not restarted until it is started or adopted again. */
  release(name: ProcessName): void {
    const watched = this.#get(name);
    clearTimeout(watched.timer);
    watched.isWanted = false;
    watched.state = 'stopped';
  }

  /** Notes that a process stays down for a reason. */
  hold(name: ProcessName, why: string): void {
    this.#get(name).state = 'held';
    this.#progress.step(`${name} stays down: ${why}`);
  }

  /** Sends a fault to a process and all below it. After SIGKILL it stays down until it is started. */
  async fault(name: ProcessName, signal: FaultSignal): Promise<void> {
    const watched = this.#get(name);
    const { child } = watched.process;
    if (child === undefined) throw new Error(`${name} is not running`);
    if (signal === 'SIGKILL') watched.isWanted = false;
    signalTree(child.pid, signal);
    if (signal === 'SIGKILL') await child.ended;
    watched.state = { SIGKILL: 'stopped', SIGSTOP: 'hanging', SIGCONT: 'running' }[signal] as ProcessState;
  }

  /** Lets go of everything first, so that nothing is restarted, then stops in the order given; the rest at the same time. */
  async stopAll(order: readonly (readonly ProcessName[])[]): Promise<void> {
    this.#isStopping = true;
    for (const watched of this.#watched.values()) {
      watched.isWanted = false;
      clearTimeout(watched.timer);
      if (watched.state === 'hanging' && watched.process.child) signalTree(watched.process.child.pid, 'SIGCONT');
    }
    for (const group of order) {
      const present = group.filter((name) => this.#watched.has(name));
      await Promise.all(present.map(async (name) => await this.#stopQuietly(name)));
    }
  }

  /** State of every process. */
  status(): readonly ProcessStatus[] {
    return [...this.#watched.values()].map(({ process, state, restarts }) => ({
      name: process.name,
      what: process.what,
      address: process.address,
      state,
      pid: process.child?.pid,
      restarts,
      logFile: process.logFile,
    }));
  }

  #get(name: ProcessName): Watched {
    const watched = this.#watched.get(name);
    if (watched === undefined)
      throw new Error(`there is no process ${name}; there are: ${[...this.#watched.keys()].join(', ')}`);
    return watched;
  }

  async #stopQuietly(name: ProcessName): Promise<void> {
    const watched = this.#get(name);
    try {
      await watched.process.stop();
    } catch (error) {
      this.#progress.step(`${name}: ${(error as Error).message}`);
      if (watched.process.child !== undefined) sendSignal(watched.process.child.pid, 'SIGKILL');
    }
    watched.state = 'stopped';
  }

  async #bringUp(watched: Watched): Promise<void> {
    watched.state = 'starting';
    await watched.process.start();
    this.#watch(watched);
  }

  #watch(watched: Watched): void {
    const { child } = watched.process;
    if (child === undefined) {
      this.#restartLater(watched, 'it ended right after it was ready');
      return;
    }
    watched.state = 'running';
    watched.startedAt = performance.now();
    void child.ended.then((ending) => {
      if (!watched.isWanted || this.#isStopping) return;
      const log = lastLines(watched.process.logFile, 6);
      this.#restartLater(watched, `ended with ${describeEnding(ending)}. Its log ends:\n${log}`);
    });
  }

  #restartLater(watched: Watched, why: string): void {
    if (performance.now() - watched.startedAt > STEADY_AFTER_MS) watched.restarts = 0;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** watched.restarts, LONGEST_DELAY_MS);
    watched.restarts += 1;
    watched.state = 'waiting to restart';
    this.#progress.step(`${watched.process.name} ${why}\nIt is started again in ${delay / 1000} s.`);
    watched.timer = setTimeout(() => void this.#restart(watched), delay);
  }

  async #restart(watched: Watched): Promise<void> {
    const { process } = watched;
    try {
      const why = await process.whyNotRestart?.();
      if (!watched.isWanted) return;
      if (why !== undefined) {
        watched.isWanted = false;
        this.hold(process.name, why);
        return;
      }
      await this.#bringUp(watched);
      this.#progress.step(`${process.name} runs again`);
    } catch (error) {
      if (watched.isWanted) this.#restartLater(watched, `did not come up: ${(error as Error).message}`);
    }
  }
}
