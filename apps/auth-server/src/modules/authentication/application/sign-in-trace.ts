/** What is timed inside an attempt. */
export type TracedWork = 'user' | 'password' | 'pin' | 'text_message' | 'passkey';

/** One thing that was done for an attempt, what came of it, and when: for whoever must explain the sign-in later. */
export interface TraceStep {
  readonly what: TracedWork;
  /** `found`, `password_verified`, `delivery_limited` and the like. */
  readonly result: string;
  /** Milliseconds since the attempt arrived. */
  readonly at: number;
  /** Milliseconds that it took. */
  readonly took: number;
}

/** Milliseconds on a clock that never goes back. */
export type Stopwatch = () => number;

/** Writes down what is done for one attempt and how long each part takes. */
export class SignInTrace {
  readonly #stopwatch: Stopwatch;
  readonly #began: number;
  readonly #steps: TraceStep[] = [];

  constructor(stopwatch: Stopwatch) {
    this.#stopwatch = stopwatch;
    this.#began = stopwatch();
  }

  get steps(): readonly TraceStep[] {
    return this.#steps;
  }

  /** Milliseconds since the attempt arrived. */
  get elapsed(): number {
    return rounded(this.#stopwatch() - this.#began);
  }

  /** Does the work and notes it; what throws is not noted, because then there is no answer to explain. */
  async timed<T>(what: TracedWork, work: () => Promise<T>, resultOf: (outcome: T) => string | undefined): Promise<T> {
    const from = this.#stopwatch();
    const outcome = await work();
    const result = resultOf(outcome);
    const at = rounded(from - this.#began);
    if (result !== undefined) this.#steps.push({ what, result, at, took: rounded(this.#stopwatch() - from) });
    return outcome;
  }
}

/** To a tenth: the journal keeps every digit for years. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
