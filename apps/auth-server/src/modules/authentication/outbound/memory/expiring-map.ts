/** Values that end at an instant of a given clock. */
export class ExpiringMap<Value> {
  readonly #now: () => number;
  readonly #entries = new Map<string, { readonly value: Value; readonly endsAt: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry === undefined || entry.endsAt <= this.#now() ? undefined : entry.value;
  }

  /** @param milliseconds left out: as long as the value that is replaced, or for ever */
  set(key: string, value: Value, milliseconds?: number): void {
    const kept = this.get(key) === undefined ? Number.POSITIVE_INFINITY : this.#entries.get(key)?.endsAt;
    const endsAt = milliseconds === undefined ? kept : this.#now() + milliseconds;
    this.#entries.set(key, { value, endsAt: endsAt ?? Number.POSITIVE_INFINITY });
  }

  /** Whether there was a value. */
  delete(key: string): boolean {
    const isThere = this.get(key) !== undefined;
    this.#entries.delete(key);
    return isThere;
  }
}
