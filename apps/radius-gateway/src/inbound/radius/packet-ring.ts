/** The last so many of something; the oldest makes room. */
export class PacketRing<T> {
  readonly #slots: T[] = [];
  readonly #size: number;
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  push(item: T): void {
    this.#slots[this.#next] = item;
    this.#next = (this.#next + 1) % this.#size;
  }

  /** All that is kept, newest first. */
  newestFirst(): T[] {
    const { length } = this.#slots;
    return Array.from({ length }, (_, index) => this.#slots[(this.#next - 1 - index + 2 * length) % length] as T);
  }
}
