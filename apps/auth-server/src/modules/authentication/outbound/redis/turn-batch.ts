interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** How calls are gathered. */
export interface TurnBatchOptions {
  /** Items that travel together. */
  readonly most?: number;
  /** Batches under way before what comes waits for one to return; a full batch never waits. */
  readonly mostUnderWay?: number;
}

/**
 * Gathers the calls of one turn of the event loop, and those that come while an earlier batch is under way, and makes
 * them together: for a round trip that costs far more than what it carries. When little happens nothing waits; the more
 * happens, the more travels at once.
 */
export class TurnBatch<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #most: number;
  readonly #mostUnderWay: number;
  #waiting: Waiting<Item, Result>[] = [];
  #underWay = 0;
  #isScheduled = false;

  /** @param run answers the items in their order */
  constructor(run: (items: readonly Item[]) => Promise<readonly Result[]>, options: TurnBatchOptions = {}) {
    this.#run = run;
    this.#most = options.most ?? 64;
    this.#mostUnderWay = options.mostUnderWay ?? Number.POSITIVE_INFINITY;
  }

  add(item: Item): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    while (this.#waiting.length >= this.#most || (this.#waiting.length > 0 && this.#underWay < this.#mostUnderWay)) {
      void this.#send(this.#waiting.splice(0, this.#most));
    }
  }

  async #send(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    this.#underWay += 1;
    try {
      const results = await this.#run(batch.map((waiting) => waiting.item));
      batch.forEach((waiting, index) => waiting.resolve(results[index] as Result));
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    } finally {
      this.#underWay -= 1;
      if (this.#waiting.length > 0) this.#schedule();
    }
  }
}
