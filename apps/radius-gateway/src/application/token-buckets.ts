interface Bucket {
  tokens: number;
  filledAt: number;
}

/** The pace that a bucket allows. */
export interface Pace {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * A token bucket for each key, for at most `maxKeys` of them: the key that was not used for longest is forgotten first,
 * so that invented names cannot grow memory.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #maxKeys: number;

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  /** Takes a token; false when the key is over its pace. A pace of 0 per second means no limit. */
  take(key: string, pace: Pace, now: number): boolean {
    if (pace.perSecond <= 0) {
      return true;
    }
    const bucket = this.#refill(key, pace, now);
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }

  #refill(key: string, pace: Pace, now: number): Bucket {
    const bucket = this.#buckets.get(key) ?? { tokens: pace.burst, filledAt: now };
    bucket.tokens = Math.min(pace.burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * pace.perSecond);
    bucket.filledAt = now;
    // Deleting and setting moves the key to the young end of the map.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.#maxKeys) {
      const [oldest] = this.#buckets.keys();
      this.#buckets.delete(oldest as string);
    }
    return bucket;
  }
}
