/**
 * MD5 (RFC 1321) in plain JavaScript.
 *
 * RADIUS is built on MD5 of very short texts. For those, crossing into OpenSSL costs several times the digest itself,
 * and a host in FIPS mode refuses MD5 altogether, so the digest lives here. It protects nothing but RADIUS.
 */

/** Number of octets of a digest. */
export const MD5_DIGEST_LENGTH = 16;
/** Number of octets that one compression step takes in. */
export const MD5_BLOCK_LENGTH = 64;

/** The words of one block, by their constant indexes. */
type Words = { [index in 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15]: number };
/** The registers a, b, c and d between the rounds. */
type Registers = { [index in 0 | 1 | 2 | 3]: number };

/** The four chaining words between two blocks; see {@link Md5.saveState}. */
export type Md5State = readonly [number, number, number, number];

// Everything below is synchronous, so one set of registers and words serves all digests without allocation.
const registers = new Int32Array(4) as Int32Array & Registers;
const words = new Int32Array(16) as Int32Array & Words;

/** An MD5 computation that can be reset, continued from a saved state, and used again. */
export class Md5 {
  readonly #pending = new Uint8Array(MD5_BLOCK_LENGTH);
  #pendingLength = 0;
  #totalLength = 0;
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;

  constructor() {
    this.reset();
  }

  /** Starts a new digest. */
  reset(): this {
    this.#a = 0x67452301;
    this.#b = 0xefcdab89 | 0;
    this.#c = 0x98badcfe | 0;
    this.#d = 0x10325476;
    this.#pendingLength = 0;
    this.#totalLength = 0;
    return this;
  }

  /** The chaining words; meaningful only when a whole number of blocks was taken in. */
  saveState(): Md5State {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  /** Continues from `state` as if `octetsBefore` (a multiple of 64) octets had been taken in. */
  restoreState(state: Md5State, octetsBefore: number): this {
    this.#a = state[0];
    this.#b = state[1];
    this.#c = state[2];
    this.#d = state[3];
    this.#pendingLength = 0;
    this.#totalLength = octetsBefore;
    return this;
  }

  /** Takes in `octets[start..end)`. */
  update(octets: Uint8Array, start = 0, end: number = octets.length): this {
    let at = start;
    this.#totalLength += end - start;
    if (this.#pendingLength > 0) {
      at = this.#fillPending(octets, at, end);
    }
    while (end - at >= MD5_BLOCK_LENGTH) {
      this.#compress(octets, at);
      at += MD5_BLOCK_LENGTH;
    }
    while (at < end) {
      this.#pending[this.#pendingLength++] = octets[at++] as number;
    }
    return this;
  }

  /** Finishes and writes the 16 octets into `target` at `offset`. Reset or restore before the next use. */
  digestInto(target: Uint8Array, offset = 0): void {
    const bitsLow = (this.#totalLength << 3) | 0;
    const bitsHigh = Math.floor(this.#totalLength / 0x20000000);
    const pending = this.#pending;
    pending[this.#pendingLength++] = 0x80;
    if (this.#pendingLength > MD5_BLOCK_LENGTH - 8) {
      pending.fill(0, this.#pendingLength);
      this.#compress(pending, 0);
      this.#pendingLength = 0;
    }
    pending.fill(0, this.#pendingLength, MD5_BLOCK_LENGTH - 8);
    writeWord(pending, MD5_BLOCK_LENGTH - 8, bitsLow);
    writeWord(pending, MD5_BLOCK_LENGTH - 4, bitsHigh);
    this.#compress(pending, 0);
    this.#pendingLength = 0;
    writeWord(target, offset, this.#a);
    writeWord(target, offset + 4, this.#b);
    writeWord(target, offset + 8, this.#c);
    writeWord(target, offset + 12, this.#d);
  }

  #fillPending(octets: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end && this.#pendingLength < MD5_BLOCK_LENGTH) {
      this.#pending[this.#pendingLength++] = octets[at++] as number;
    }
    if (this.#pendingLength === MD5_BLOCK_LENGTH) {
      this.#compress(this.#pending, 0);
      this.#pendingLength = 0;
    }
    return at;
  }

  #compress(block: Uint8Array, start: number): void {
    for (let word = 0, at = start; word < 16; word += 1, at += 4) {
      words[word] = readWord(block, at);
    }
    registers[0] = this.#a;
    registers[1] = this.#b;
    registers[2] = this.#c;
    registers[3] = this.#d;
    roundOne();
    roundTwo();
    roundThree();
    roundFour();
    this.#a = (this.#a + registers[0]) | 0;
    this.#b = (this.#b + registers[1]) | 0;
    this.#c = (this.#c + registers[2]) | 0;
    this.#d = (this.#d + registers[3]) | 0;
  }
}

const shared = new Md5();

/** The MD5 digest of the pieces, one after the other. */
export function md5(...pieces: readonly Uint8Array[]): Buffer {
  shared.reset();
  for (const piece of pieces) {
    shared.update(piece);
  }
  const digest = Buffer.allocUnsafe(MD5_DIGEST_LENGTH);
  shared.digestInto(digest);
  return digest;
}

function readWord(block: Uint8Array, at: number): number {
  const low = (block[at] as number) | ((block[at + 1] as number) << 8);
  return low | ((block[at + 2] as number) << 16) | ((block[at + 3] as number) << 24);
}

function writeWord(target: Uint8Array, offset: number, word: number): void {
  target[offset] = word & 0xff;
  target[offset + 1] = (word >>> 8) & 0xff;
  target[offset + 2] = (word >>> 16) & 0xff;
  target[offset + 3] = word >>> 24;
}

// The steps are written out: as calls they are past what V8 inlines, and take three times as long.

/** RFC 1321 §3.4, round 1. */
function roundOne(): void {
  let a = registers[0];
  let b = registers[1];
  let c = registers[2];
  let d = registers[3];
  let sum = 0;
  sum = (a + (d ^ (b & (c ^ d))) + words[0] - 0x28955b88) | 0;
  a = (((sum << 7) | (sum >>> 25)) + b) | 0;
  sum = (d + (c ^ (a & (b ^ c))) + words[1] - 0x173848aa) | 0;
  d = (((sum << 12) | (sum >>> 20)) + a) | 0;
  sum = (c + (b ^ (d & (a ^ b))) + words[2] + 0x242070db) | 0;
  c = (((sum << 17) | (sum >>> 15)) + d) | 0;
  sum = (b + (a ^ (c & (d ^ a))) + words[3] - 0x3e423112) | 0;
  b = (((sum << 22) | (sum >>> 10)) + c) | 0;
  sum = (a + (d ^ (b & (c ^ d))) + words[4] - 0x0a83f051) | 0;
  a = (((sum << 7) | (sum >>> 25)) + b) | 0;
  sum = (d + (c ^ (a & (b ^ c))) + words[5] + 0x4787c62a) | 0;
  d = (((sum << 12) | (sum >>> 20)) + a) | 0;
  sum = (c + (b ^ (d & (a ^ b))) + words[6] - 0x57cfb9ed) | 0;
  c = (((sum << 17) | (sum >>> 15)) + d) | 0;
  sum = (b + (a ^ (c & (d ^ a))) + words[7] - 0x02b96aff) | 0;
  b = (((sum << 22) | (sum >>> 10)) + c) | 0;
  sum = (a + (d ^ (b & (c ^ d))) + words[8] + 0x698098d8) | 0;
  a = (((sum << 7) | (sum >>> 25)) + b) | 0;
  sum = (d + (c ^ (a & (b ^ c))) + words[9] - 0x74bb0851) | 0;
  d = (((sum << 12) | (sum >>> 20)) + a) | 0;
  sum = (c + (b ^ (d & (a ^ b))) + words[10] - 0x0000a44f) | 0;
  c = (((sum << 17) | (sum >>> 15)) + d) | 0;
  sum = (b + (a ^ (c & (d ^ a))) + words[11] - 0x76a32842) | 0;
  b = (((sum << 22) | (sum >>> 10)) + c) | 0;
  sum = (a + (d ^ (b & (c ^ d))) + words[12] + 0x6b901122) | 0;
  a = (((sum << 7) | (sum >>> 25)) + b) | 0;
  sum = (d + (c ^ (a & (b ^ c))) + words[13] - 0x02678e6d) | 0;
  d = (((sum << 12) | (sum >>> 20)) + a) | 0;
  sum = (c + (b ^ (d & (a ^ b))) + words[14] - 0x5986bc72) | 0;
  c = (((sum << 17) | (sum >>> 15)) + d) | 0;
  sum = (b + (a ^ (c & (d ^ a))) + words[15] + 0x49b40821) | 0;
  b = (((sum << 22) | (sum >>> 10)) + c) | 0;
  registers[0] = a;
  registers[1] = b;
  registers[2] = c;
  registers[3] = d;
}

/** RFC 1321 §3.4, round 2. */
function roundTwo(): void {
  let a = registers[0];
  let b = registers[1];
  let c = registers[2];
  let d = registers[3];
  let sum = 0;
  sum = (a + (c ^ (d & (b ^ c))) + words[1] - 0x09e1da9e) | 0;
  a = (((sum << 5) | (sum >>> 27)) + b) | 0;
  sum = (d + (b ^ (c & (a ^ b))) + words[6] - 0x3fbf4cc0) | 0;
  d = (((sum << 9) | (sum >>> 23)) + a) | 0;
  sum = (c + (a ^ (b & (d ^ a))) + words[11] + 0x265e5a51) | 0;
  c = (((sum << 14) | (sum >>> 18)) + d) | 0;
  sum = (b + (d ^ (a & (c ^ d))) + words[0] - 0x16493856) | 0;
  b = (((sum << 20) | (sum >>> 12)) + c) | 0;
  sum = (a + (c ^ (d & (b ^ c))) + words[5] - 0x29d0efa3) | 0;
  a = (((sum << 5) | (sum >>> 27)) + b) | 0;
  sum = (d + (b ^ (c & (a ^ b))) + words[10] + 0x02441453) | 0;
  d = (((sum << 9) | (sum >>> 23)) + a) | 0;
  sum = (c + (a ^ (b & (d ^ a))) + words[15] - 0x275e197f) | 0;
  c = (((sum << 14) | (sum >>> 18)) + d) | 0;
  sum = (b + (d ^ (a & (c ^ d))) + words[4] - 0x182c0438) | 0;
  b = (((sum << 20) | (sum >>> 12)) + c) | 0;
  sum = (a + (c ^ (d & (b ^ c))) + words[9] + 0x21e1cde6) | 0;
  a = (((sum << 5) | (sum >>> 27)) + b) | 0;
  sum = (d + (b ^ (c & (a ^ b))) + words[14] - 0x3cc8f82a) | 0;
  d = (((sum << 9) | (sum >>> 23)) + a) | 0;
  sum = (c + (a ^ (b & (d ^ a))) + words[3] - 0x0b2af279) | 0;
  c = (((sum << 14) | (sum >>> 18)) + d) | 0;
  sum = (b + (d ^ (a & (c ^ d))) + words[8] + 0x455a14ed) | 0;
  b = (((sum << 20) | (sum >>> 12)) + c) | 0;
  sum = (a + (c ^ (d & (b ^ c))) + words[13] - 0x561c16fb) | 0;
  a = (((sum << 5) | (sum >>> 27)) + b) | 0;
  sum = (d + (b ^ (c & (a ^ b))) + words[2] - 0x03105c08) | 0;
  d = (((sum << 9) | (sum >>> 23)) + a) | 0;
  sum = (c + (a ^ (b & (d ^ a))) + words[7] + 0x676f02d9) | 0;
  c = (((sum << 14) | (sum >>> 18)) + d) | 0;
  sum = (b + (d ^ (a & (c ^ d))) + words[12] - 0x72d5b376) | 0;
  b = (((sum << 20) | (sum >>> 12)) + c) | 0;
  registers[0] = a;
  registers[1] = b;
  registers[2] = c;
  registers[3] = d;
}

/** RFC 1321 §3.4, round 3. */
function roundThree(): void {
  let a = registers[0];
  let b = registers[1];
  let c = registers[2];
  let d = registers[3];
  let sum = 0;
  sum = (a + (b ^ c ^ d) + words[5] - 0x0005c6be) | 0;
  a = (((sum << 4) | (sum >>> 28)) + b) | 0;
  sum = (d + (a ^ b ^ c) + words[8] - 0x788e097f) | 0;
  d = (((sum << 11) | (sum >>> 21)) + a) | 0;
  sum = (c + (d ^ a ^ b) + words[11] + 0x6d9d6122) | 0;
  c = (((sum << 16) | (sum >>> 16)) + d) | 0;
  sum = (b + (c ^ d ^ a) + words[14] - 0x021ac7f4) | 0;
  b = (((sum << 23) | (sum >>> 9)) + c) | 0;
  sum = (a + (b ^ c ^ d) + words[1] - 0x5b4115bc) | 0;
  a = (((sum << 4) | (sum >>> 28)) + b) | 0;
  sum = (d + (a ^ b ^ c) + words[4] + 0x4bdecfa9) | 0;
  d = (((sum << 11) | (sum >>> 21)) + a) | 0;
  sum = (c + (d ^ a ^ b) + words[7] - 0x0944b4a0) | 0;
  c = (((sum << 16) | (sum >>> 16)) + d) | 0;
  sum = (b + (c ^ d ^ a) + words[10] - 0x41404390) | 0;
  b = (((sum << 23) | (sum >>> 9)) + c) | 0;
  sum = (a + (b ^ c ^ d) + words[13] + 0x289b7ec6) | 0;
  a = (((sum << 4) | (sum >>> 28)) + b) | 0;
  sum = (d + (a ^ b ^ c) + words[0] - 0x155ed806) | 0;
  d = (((sum << 11) | (sum >>> 21)) + a) | 0;
  sum = (c + (d ^ a ^ b) + words[3] - 0x2b10cf7b) | 0;
  c = (((sum << 16) | (sum >>> 16)) + d) | 0;
  sum = (b + (c ^ d ^ a) + words[6] + 0x04881d05) | 0;
  b = (((sum << 23) | (sum >>> 9)) + c) | 0;
  sum = (a + (b ^ c ^ d) + words[9] - 0x262b2fc7) | 0;
  a = (((sum << 4) | (sum >>> 28)) + b) | 0;
  sum = (d + (a ^ b ^ c) + words[12] - 0x1924661b) | 0;
  d = (((sum << 11) | (sum >>> 21)) + a) | 0;
  sum = (c + (d ^ a ^ b) + words[15] + 0x1fa27cf8) | 0;
  c = (((sum << 16) | (sum >>> 16)) + d) | 0;
  sum = (b + (c ^ d ^ a) + words[2] - 0x3b53a99b) | 0;
  b = (((sum << 23) | (sum >>> 9)) + c) | 0;
  registers[0] = a;
  registers[1] = b;
  registers[2] = c;
  registers[3] = d;
}

/** RFC 1321 §3.4, round 4. */
function roundFour(): void {
  let a = registers[0];
  let b = registers[1];
  let c = registers[2];
  let d = registers[3];
  let sum = 0;
  sum = (a + (c ^ (b | ~d)) + words[0] - 0x0bd6ddbc) | 0;
  a = (((sum << 6) | (sum >>> 26)) + b) | 0;
  sum = (d + (b ^ (a | ~c)) + words[7] + 0x432aff97) | 0;
  d = (((sum << 10) | (sum >>> 22)) + a) | 0;
  sum = (c + (a ^ (d | ~b)) + words[14] - 0x546bdc59) | 0;
  c = (((sum << 15) | (sum >>> 17)) + d) | 0;
  sum = (b + (d ^ (c | ~a)) + words[5] - 0x036c5fc7) | 0;
  b = (((sum << 21) | (sum >>> 11)) + c) | 0;
  sum = (a + (c ^ (b | ~d)) + words[12] + 0x655b59c3) | 0;
  a = (((sum << 6) | (sum >>> 26)) + b) | 0;
  sum = (d + (b ^ (a | ~c)) + words[3] - 0x70f3336e) | 0;
  d = (((sum << 10) | (sum >>> 22)) + a) | 0;
  sum = (c + (a ^ (d | ~b)) + words[10] - 0x00100b83) | 0;
  c = (((sum << 15) | (sum >>> 17)) + d) | 0;
  sum = (b + (d ^ (c | ~a)) + words[1] - 0x7a7ba22f) | 0;
  b = (((sum << 21) | (sum >>> 11)) + c) | 0;
  sum = (a + (c ^ (b | ~d)) + words[8] + 0x6fa87e4f) | 0;
  a = (((sum << 6) | (sum >>> 26)) + b) | 0;
  sum = (d + (b ^ (a | ~c)) + words[15] - 0x01d31920) | 0;
  d = (((sum << 10) | (sum >>> 22)) + a) | 0;
  sum = (c + (a ^ (d | ~b)) + words[6] - 0x5cfebcec) | 0;
  c = (((sum << 15) | (sum >>> 17)) + d) | 0;
  sum = (b + (d ^ (c | ~a)) + words[13] + 0x4e0811a1) | 0;
  b = (((sum << 21) | (sum >>> 11)) + c) | 0;
  sum = (a + (c ^ (b | ~d)) + words[4] - 0x08ac817e) | 0;
  a = (((sum << 6) | (sum >>> 26)) + b) | 0;
  sum = (d + (b ^ (a | ~c)) + words[11] - 0x42c50dcb) | 0;
  d = (((sum << 10) | (sum >>> 22)) + a) | 0;
  sum = (c + (a ^ (d | ~b)) + words[2] + 0x2ad7d2bb) | 0;
  c = (((sum << 15) | (sum >>> 17)) + d) | 0;
  sum = (b + (d ^ (c | ~a)) + words[9] - 0x14792c6f) | 0;
  b = (((sum << 21) | (sum >>> 11)) + c) | 0;
  registers[0] = a;
  registers[1] = b;
  registers[2] = c;
  registers[3] = d;
}
