import { timingSafeEqual } from 'node:crypto';

const SEALED = '[sealed]';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * Octets that must not be printed: a seed, a password, a shared secret. Whatever turns it into text gets `[sealed]`.
 */
export class SecretBytes {
  readonly #octets: Buffer;

  /** Takes a copy of `octets`; the caller may wipe its own. */
  constructor(octets: Uint8Array) {
    this.#octets = Buffer.from(octets);
  }

  /** The UTF-8 octets of `text`. */
  static fromText(text: string): SecretBytes {
    return new SecretBytes(Buffer.from(text, 'utf8'));
  }

  /** Number of octets. */
  get length(): number {
    return this.#octets.length;
  }

  /** The octets themselves, not a copy: for a cryptographic call, not to be kept. */
  expose(): Buffer {
    return this.#octets;
  }

  /** Compares in constant time; a different length is simply not equal. */
  equals(other: SecretBytes): boolean {
    return this.#octets.length === other.#octets.length && timingSafeEqual(this.#octets, other.#octets);
  }

  /** Overwrites the octets with zeros. */
  wipe(): void {
    this.#octets.fill(0);
  }

  toString(): string {
    return SEALED;
  }

  toJSON(): string {
    return SEALED;
  }

  [INSPECT](): string {
    return SEALED;
  }
}
