/** Nobody may wait any more: the queue in front of a {@link ConcurrencyLimit} is full. */
export class Saturated extends Error {
  constructor(what: string) {
    super(`${what}: too much is waiting already`);
    this.name = 'Saturated';
  }
}

/** How much may happen at once. */
export interface ConcurrencyLimitOptions {
  /** For messages, as in "password hashing". */
  readonly name: string;
  readonly concurrent: number;
  /** How many may wait; more are turned away at once, because work that nobody waits for any more only adds to a jam. */
  readonly waiting: number;
}

interface Waiter {
  enter(): void;
}

/** Runs at most so many tasks at once, in order of arrival; who waits gives up when its signal aborts. */
export class ConcurrencyLimit {
  readonly #options: ConcurrencyLimitOptions;
  readonly #waiters = new Set<Waiter>();
  #running = 0;

  constructor(options: ConcurrencyLimitOptions) {
    this.#options = options;
  }

  /** Tasks that run at this moment. */
  get running(): number {
    return this.#running;
  }

  /**
   * Runs `task` when it is its turn.
   * @throws Saturated at once when the queue is full; the signal's reason when it aborts before the task began
   */
  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.#running >= this.#options.concurrent) await this.#turn(signal);
    else this.#running += 1;
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#waiters.size >= this.#options.waiting) throw new Saturated(this.#options.name);
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiters.delete(waiter);
        reject(signal.reason);
      };
      const enter = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const waiter: Waiter = { enter };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** The place goes straight to the next in line, so that nobody can slip in between. */
  #leave(): void {
    const [next] = this.#waiters;
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    this.#waiters.delete(next);
    next.enter();
  }
}
