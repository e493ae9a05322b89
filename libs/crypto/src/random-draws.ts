import type { RandomSource } from './random-source.ts';

const RANGE = 2 ** 32;

/** A whole number from 0 up to but not including `limit` (at most 2^32), every one equally likely. */
export function randomIntegerBelow(random: RandomSource, limit: number): number {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > RANGE) throw new RangeError('the limit must be 1 to 2^32');
  // A remainder alone would favour small numbers; draws from the incomplete last stretch are thrown away.
  const fairRange = RANGE - (RANGE % limit);
  for (;;) {
    const drawn = random.bytes(4).readUInt32BE();
    if (drawn < fairRange) return drawn % limit;
  }
}

/** `count` decimal digits, leading zeros included: a code to read out or to type. */
export function randomDigits(random: RandomSource, count: number): string {
  return Array.from({ length: count }, () => String(randomIntegerBelow(random, 10))).join('');
}

/** `octets` random octets in base64url without padding: a token for a URL or a header. */
export function randomToken(random: RandomSource, octets: number): string {
  return random.bytes(octets).toString('base64url');
}
