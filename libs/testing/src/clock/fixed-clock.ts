/**
 * A clock that stands still until it is told otherwise. It has the shape of every `Clock` port (`now(): Date`), so the
 * test decides what time it is and never waits.
 */
export class FixedClock {
  #nowMs: number;

  /** Starts at `startAt`, by default 2026-03-01T12:00:00Z. */
  constructor(startAt: Date | string = '2026-03-01T12:00:00.000Z') {
    const startMs = new Date(startAt).getTime();
    if (Number.isNaN(startMs)) throw new RangeError(`not an instant: ${String(startAt)}`);
    this.#nowMs = startMs;
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  /** Moves the clock by `seconds`; negative moves it back, as a corrected clock does. */
  advanceSeconds(seconds: number): this {
    this.#nowMs += Math.round(seconds * 1000);
    return this;
  }

  /** Sets the clock to `instant`. */
  set(instant: Date | string): this {
    this.#nowMs = new Date(instant).getTime();
    return this;
  }
}
