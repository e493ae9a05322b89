import { setTimeout as delay } from 'node:timers/promises';

/** Looks for tests of the mail server and carries out one at a time, until it is stopped. */
export class TakeMailTests {
  readonly #takeOne: () => Promise<boolean>;
  readonly #onProblem: (problem: unknown) => void;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  /** @param takeOne true when there was one */
  constructor(takeOne: () => Promise<boolean>, onProblem: (problem: unknown) => void) {
    this.#takeOne = takeOne;
    this.#onProblem = onProblem;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the test under way is reported. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const hadOne = await this.#takeOne().catch((problem: unknown) => {
        this.#onProblem(problem);
        return false;
      });
      if (!hadOne) await delay(PAUSE_MILLISECONDS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

/** A person waits for the outcome. */
const PAUSE_MILLISECONDS = 1000;
