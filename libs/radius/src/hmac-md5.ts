import { timingSafeEqual } from 'node:crypto';
import { MD5_BLOCK_LENGTH, MD5_DIGEST_LENGTH, Md5, type Md5State, md5 } from './md5.ts';

const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

// Used synchronously between begin() and finish(); a RADIUS packet is signed in one go.
const computation = new Md5();
const innerDigest = Buffer.alloc(MD5_DIGEST_LENGTH);
const scratchDigest = Buffer.alloc(MD5_DIGEST_LENGTH);

/**
 * A key for HMAC-MD5 (RFC 2104) with the states after the inner and the outer pad kept, which halves the work
 * for the short packets of RADIUS. The key itself is not kept.
 */
export class HmacMd5Key {
  readonly #inner: Md5State;
  readonly #outer: Md5State;

  constructor(key: Uint8Array) {
    const block = Buffer.alloc(MD5_BLOCK_LENGTH);
    (key.length > MD5_BLOCK_LENGTH ? md5(key) : Buffer.from(key)).copy(block);
    this.#inner = padState(block, INNER_PAD);
    this.#outer = padState(block, OUTER_PAD);
    block.fill(0);
  }

  /** Writes the HMAC of the pieces, one after the other, into `target` at `offset`. */
  signInto(target: Uint8Array, offset: number, ...pieces: readonly Uint8Array[]): void {
    computation.restoreState(this.#inner, MD5_BLOCK_LENGTH);
    for (const piece of pieces) {
      computation.update(piece);
    }
    computation.digestInto(innerDigest);
    computation.restoreState(this.#outer, MD5_BLOCK_LENGTH).update(innerDigest).digestInto(target, offset);
  }

  /** The HMAC of the pieces, one after the other. */
  sign(...pieces: readonly Uint8Array[]): Buffer {
    const digest = Buffer.allocUnsafe(MD5_DIGEST_LENGTH);
    this.signInto(digest, 0, ...pieces);
    return digest;
  }

  /** True when `expected` is the HMAC of the pieces; compares octets in constant time. */
  verify(expected: Uint8Array, ...pieces: readonly Uint8Array[]): boolean {
    this.signInto(scratchDigest, 0, ...pieces);
    return expected.length === MD5_DIGEST_LENGTH && timingSafeEqual(scratchDigest, expected);
  }
}

function padState(key: Uint8Array, pad: number): Md5State {
  const padded = key.map((octet) => octet ^ pad);
  const state = computation.reset().update(padded).saveState();
  padded.fill(0);
  return state;
}
