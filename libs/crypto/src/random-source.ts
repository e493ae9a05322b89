import { randomBytes, randomFillSync } from 'node:crypto';

/** Where chance comes from; a port, so that tests can choose what is drawn. */
export interface RandomSource {
  /** `length` octets that nobody can predict. The caller owns the buffer. */
  bytes(length: number): Buffer;
}

const POOL_OCTETS = 4096;
const LARGEST_POOLED_DRAW = 256;

/**
 * The operating system's generator. Small draws come from a pool of 4 KiB, because one call of the generator for each
 * identifier costs more than the identifier is worth on the sign-in path. What was handed out is erased from the pool.
 */
export class SystemRandom implements RandomSource {
  readonly #pool = Buffer.allocUnsafeSlow(POOL_OCTETS);
  #used = POOL_OCTETS;

  bytes(length: number): Buffer {
    if (!Number.isSafeInteger(length) || length < 0)
      throw new RangeError('the number of octets must be a whole number');
    if (length > LARGEST_POOLED_DRAW) return randomBytes(length);
    if (this.#used + length > POOL_OCTETS) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const drawn = Buffer.from(this.#pool.subarray(this.#used, this.#used + length));
    this.#pool.fill(0, this.#used, this.#used + length);
    this.#used += length;
    return drawn;
  }
}
