/** When a {@link CircuitBreaker} opens and for how long. */
export interface CircuitBreakerRules {
  readonly failures: number;
  readonly pauseMilliseconds: number;
}

/**
 * Spares everybody the wait for a provider that is down.
 *
 * ```text
 * closed ──n failures in a row──▶ open ──pause over──▶ half open: one trial ──success──▶ closed
 *                                  ▲                                     └───failure──▶ open
 * ```
 */
export class CircuitBreaker {
  readonly #rules: CircuitBreakerRules;
  #failures = 0;
  #closedAgainAt = 0;
  #isTrialRunning = false;

  constructor(rules: CircuitBreakerRules) {
    this.#rules = rules;
  }

  /** True when the provider may be asked now; who gets true reports back with {@link succeeded} or {@link failed}. */
  admit(now: number): boolean {
    if (this.#failures < this.#rules.failures) return true;
    if (now < this.#closedAgainAt || this.#isTrialRunning) return false;
    this.#isTrialRunning = true;
    return true;
  }

  /** It answered, whatever it said. */
  succeeded(): void {
    this.#failures = 0;
    this.#isTrialRunning = false;
  }

  failed(now: number): void {
    this.#failures += 1;
    this.#isTrialRunning = false;
    this.#closedAgainAt = now + this.#rules.pauseMilliseconds;
  }
}
