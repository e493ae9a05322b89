/** The part of a grpc-js stream, of either side, that {@link BatchedDuplex} uses. */
export interface BatchedStream<Message> {
  write(message: Message): boolean;
  end(): unknown;
  on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
}

/** How items become messages. */
export interface BatchedDuplexOptions<Item, Message> {
  /** Makes one message of one or more items. */
  pack(items: readonly Item[]): Message;
  /** About how many octets an item takes in a message. */
  octetsOf(item: Item): number;
  readonly maxItems?: number;
  readonly maxOctets?: number;
  /** How many items may wait while the peer does not read; more are refused. */
  readonly maxWaiting?: number;
}

/**
 * Sends items over a long-lived stream, everything gathered in one turn of the event loop as one message: a message costs
 * far more than an item. A message never exceeds the caps (one item alone may). While the peer does not read (`write`
 * said false) items wait, and what waits goes out in full messages afterwards; when too many wait, `send` refuses.
 *
 * Reading is the caller's: `stream.on('data', …)`.
 */
export class BatchedDuplex<Item, Message> {
  readonly #stream: BatchedStream<Message>;
  readonly #options: BatchedDuplexOptions<Item, Message>;
  readonly #maxItems: number;
  readonly #maxOctets: number;
  readonly #maxWaiting: number;
  #waiting: Item[] = [];
  #isScheduled = false;
  #isBlocked = false;
  #isEnding = false;
  #isGone = false;

  constructor(stream: BatchedStream<Message>, options: BatchedDuplexOptions<Item, Message>) {
    this.#stream = stream;
    this.#options = options;
    this.#maxItems = options.maxItems ?? 64;
    this.#maxOctets = options.maxOctets ?? 32 * 1024;
    this.#maxWaiting = options.maxWaiting ?? 4096;
    stream.on('drain', () => this.#resume());
    stream.on('close', () => this.#leave());
    stream.on('error', () => this.#leave());
  }

  /** How many items have not been handed to the stream yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** False when the item was not taken: the stream ended, or the peer is so far behind that the item should be shed. */
  send(item: Item): boolean {
    if (this.#isGone || this.#isEnding || this.#waiting.length >= this.#maxWaiting) return false;
    this.#waiting.push(item);
    this.#schedule();
    return true;
  }

  /** Takes nothing more, sends what waits, then ends our side of the stream. */
  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#schedule();
  }

  /** The items that never left, to be sent elsewhere; afterwards none are waiting. */
  takeUnsent(): readonly Item[] {
    const unsent = this.#waiting;
    this.#waiting = [];
    return unsent;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isBlocked) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #resume(): void {
    this.#isBlocked = false;
    this.#flush();
  }

  #flush(): void {
    let sent = 0;
    while (sent < this.#waiting.length && !this.#isBlocked && !this.#isGone) {
      const end = this.#endOfBatch(sent);
      this.#isBlocked = !this.#stream.write(this.#options.pack(this.#waiting.slice(sent, end)));
      sent = end;
    }
    this.#waiting = this.#waiting.slice(sent);
    if (this.#isEnding && this.#waiting.length === 0 && !this.#isGone) {
      this.#isGone = true;
      this.#stream.end();
    }
  }

  /** The index after the last item that still fits into a message that begins at `start`. */
  #endOfBatch(start: number): number {
    let octets = 0;
    let end = start;
    while (end < this.#waiting.length && end - start < this.#maxItems) {
      octets += this.#sizeAt(end);
      if (octets > this.#maxOctets && end > start) break;
      end += 1;
    }
    return end;
  }

  #sizeAt(index: number): number {
    const item = this.#waiting[index];
    return item === undefined ? 0 : this.#options.octetsOf(item);
  }

  #leave(): void {
    this.#isGone = true;
  }
}
