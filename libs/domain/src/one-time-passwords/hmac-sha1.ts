import type { SecretBytes } from '@countersign/errors';
import { createHash } from 'node:crypto';

const BLOCK_OCTETS = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
const END_OF_MESSAGE = 0x80000000 | 0;
/** Bits hashed once the message is complete: the padded key's block, then 8 octets or the inner digest of 20. */
const INNER_BITS = (BLOCK_OCTETS + 8) * 8;
const OUTER_BITS = (BLOCK_OCTETS + 20) * 8;

const words = new Int32Array(80);
const digest = new Int32Array(5);

// A key costs two of the four compressions of an HMAC, and nearly all of what createHmac adds to them. Both are paid
// once per seed in memory. The state is as secret as the seed and lives exactly as long as the object that holds it.
const keyStates = new WeakMap<SecretBytes, Int32Array>();

/**
 * HMAC-SHA-1 (RFC 2104, FIPS 180-4) over a counter in 8 octets, dynamically truncated to 31 bits (RFC 4226 section
 * 5.3). In plain code because a call of node:crypto costs five times as much as these two compressions.
 */
export function truncatedHmacSha1(secret: SecretBytes, counter: number): number {
  const state = keyStateOf(secret);
  words.fill(0, 0, 16);
  words[0] = Math.floor(counter / 2 ** 32);
  words[1] = counter | 0;
  words[2] = END_OF_MESSAGE;
  words[15] = INNER_BITS;
  digest.set(state.subarray(0, 5));
  compress(digest);
  words.fill(0, 0, 16);
  words.set(digest);
  words[5] = END_OF_MESSAGE;
  words[15] = OUTER_BITS;
  digest.set(state.subarray(5, 10));
  compress(digest);
  return truncate();
}

function truncate(): number {
  const offset = at(digest, 4) & 0x0f;
  const word = offset >> 2;
  const shift = (offset & 3) * 8;
  const high = at(digest, word) << shift;
  // The offset is 15 at most, so there is a next word. A shift by 32 would be a shift by 0, hence the two steps.
  const low = (at(digest, word + 1) >>> 1) >>> (31 - shift);
  return (high | low) & 0x7fffffff;
}

function keyStateOf(secret: SecretBytes): Int32Array {
  const known = keyStates.get(secret);
  if (known !== undefined) return known;
  const key = new Uint8Array(BLOCK_OCTETS);
  const octets = secret.expose();
  key.set(octets.length > BLOCK_OCTETS ? createHash('sha1').update(octets).digest() : octets);
  const state = new Int32Array(10);
  absorbKey(key, INNER_PAD, state.subarray(0, 5));
  absorbKey(key, OUTER_PAD, state.subarray(5, 10));
  key.fill(0);
  keyStates.set(secret, state);
  return state;
}

function absorbKey(key: Uint8Array, pad: number, into: Int32Array): void {
  into.set([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  for (let index = 0; index < 16; index += 1) {
    const first = index * 4;
    words[index] =
      (((key[first] ?? 0) ^ pad) << 24) |
      (((key[first + 1] ?? 0) ^ pad) << 16) |
      (((key[first + 2] ?? 0) ^ pad) << 8) |
      ((key[first + 3] ?? 0) ^ pad);
  }
  compress(into);
  words.fill(0);
}

/** One round of SHA-1 over the block in the first 16 words. */
function compress(state: Int32Array): void {
  for (let index = 16; index < 80; index += 1) {
    const mixed = at(words, index - 3) ^ at(words, index - 8) ^ at(words, index - 14) ^ at(words, index - 16);
    words[index] = (mixed << 1) | (mixed >>> 31);
  }
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  for (let index = 0; index < 80; index += 1) {
    let mixed: number;
    if (index < 20) mixed = ((b & c) | (~b & d)) + 0x5a827999;
    else if (index < 40) mixed = (b ^ c ^ d) + 0x6ed9eba1;
    else if (index < 60) mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else mixed = (b ^ c ^ d) + 0xca62c1d6;
    const next = (((a << 5) | (a >>> 27)) + e + at(words, index) + mixed) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  state[0] = (at(state, 0) + a) | 0;
  state[1] = (at(state, 1) + b) | 0;
  state[2] = (at(state, 2) + c) | 0;
  state[3] = (at(state, 3) + d) | 0;
  state[4] = (at(state, 4) + e) | 0;
}

function at(numbers: Int32Array, index: number): number {
  return numbers[index] as number;
}
