/** How often one kind of line may be written. */
const QUIET_MILLISECONDS = 10_000;
const MAX_KINDS = 1000;

interface Kind {
  quietUntil: number;
  suppressed: number;
}

/** Lets one line of a kind through every ten seconds, with the number of those it held back: a flood must not fill a disk. */
export class RateLimitedLog {
  readonly #kinds = new Map<string, Kind>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Calls `write` if a line of this kind is due. */
  log(kind: string, write: (suppressed: number) => void): void {
    const now = this.#now();
    const known = this.#kinds.get(kind);
    if (known !== undefined && known.quietUntil > now) {
      known.suppressed += 1;
      return;
    }
    write(known?.suppressed ?? 0);
    this.#kinds.delete(kind);
    this.#kinds.set(kind, { quietUntil: now + QUIET_MILLISECONDS, suppressed: 0 });
    if (this.#kinds.size > MAX_KINDS) {
      const [oldest] = this.#kinds.keys();
      this.#kinds.delete(oldest as string);
    }
  }
}
