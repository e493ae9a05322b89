import { setTimeout as delay } from 'node:timers/promises';
import { randomIntegerBelow, type RandomSource } from '@countersign/crypto';

const KEPT = 64;
/** Until the directory has refused somebody: about what a bind over TLS takes in a local network. */
const FIRST_GUESS_MILLISECONDS = 15;

/**
 * How long refusals took lately. Who is refused without asking the directory (nobody has the name) waits as long as one of
 * them, chosen at random, so that the time does not tell which names exist. Binding with the name that was typed would do
 * so too, and would lock accounts of people who are no users here.
 */
export class RefusalTimes {
  readonly #random: RandomSource;
  readonly #milliseconds: number[] = [];
  #next = 0;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  /** Remembers how long a refusal by the directory took. */
  record(milliseconds: number): void {
    this.#milliseconds[this.#next] = milliseconds;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** One of the durations remembered. */
  draw(): number {
    const index = randomIntegerBelow(this.#random, Math.max(1, this.#milliseconds.length));
    return this.#milliseconds[index] ?? FIRST_GUESS_MILLISECONDS;
  }

  /** Waits for one of the durations, or until the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    await delay(this.draw(), undefined, { signal }).catch(() => undefined);
  }
}
