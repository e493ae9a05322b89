import type { Timer } from '../../../platform/timer.ts';
import type { RunUserJobs } from './run-user-jobs.use-case.ts';

/** What {@link UserJobWorker} needs. */
export interface UserJobWorkerOptions {
  readonly jobs: Pick<RunUserJobs, 'step' | 'purge'>;
  readonly timer: Timer;
  readonly onProblem: (error: unknown) => void;
}

/** How often is looked for jobs that another server was asked for. */
const LOOK_MS = 2_000;
/** After a problem: the master may be away for long. */
const PAUSE_MS = 5_000;
const PURGE_EVERY_LOOKS = 1_800;

/** Works on jobs while there are any, one step after the other. */
export class UserJobWorker {
  readonly #options: UserJobWorkerOptions;
  #isStopped = true;
  #running: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  #looks = 0;

  constructor(options: UserJobWorkerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStopped = false;
    this.wake();
  }

  /** Looks at once. */
  wake(): void {
    if (this.#isStopped || this.#running !== undefined) return;
    this.#cancelTimer?.();
    this.#running = this.#work().then((pause) => {
      this.#running = undefined;
      if (!this.#isStopped) this.#cancelTimer = this.#options.timer(() => this.wake(), pause);
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    await this.#running;
  }

  async #work(): Promise<number> {
    try {
      let isBusy = true;
      while (isBusy && !this.#isStopped) isBusy = await this.#options.jobs.step();
      if (this.#looks % PURGE_EVERY_LOOKS === 0) await this.#options.jobs.purge();
      this.#looks += 1;
      return LOOK_MS;
    } catch (error) {
      this.#options.onProblem(error);
      return PAUSE_MS;
    }
  }
}
