/** Milliseconds of many requests, for percentiles. */
export class Latencies {
  readonly #values: number[] = [];

  add(milliseconds: number): void {
    this.#values.push(milliseconds);
  }

  get count(): number {
    return this.#values.length;
  }

  /** @param shares between 0 and 1 */
  percentiles(...shares: readonly number[]): readonly number[] {
    const sorted = Float64Array.from(this.#values).sort();
    return shares.map((share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
  }
}
