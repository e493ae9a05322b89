import type { SecretBytes } from '@countersign/errors';
import { createHmac } from 'node:crypto';
import type { OathAlgorithm } from '../authenticators/authenticator.ts';
import { truncatedHmacSha1 } from './hmac-sha1.ts';

/** How many digits a code may have (RFC 4226 section 5.3 requires 6 at least). */
export type OtpDigits = 6 | 8;

const MODULUS = { 6: 1_000_000, 8: 100_000_000 } as const satisfies Record<OtpDigits, number>;
const HASH_NAMES = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const satisfies Record<
  OathAlgorithm,
  string
>;

/**
 * The one-time password of RFC 4226 section 5.3 for a counter, or of RFC 6238 for a time step: `digits` decimal digits,
 * leading zeros included. Throws a RangeError for a counter that is negative or not a safe integer.
 */
export function hotpValue(seed: Uint8Array, counter: number, algorithm: OathAlgorithm, digits: OtpDigits): string {
  return String(truncatedHmac(seed, checkedCounter(counter), algorithm) % MODULUS[digits]).padStart(digits, '0');
}

/** The same as a number; on the sign-in path, hence with the key state of SHA-1 seeds kept (see `hmac-sha1.ts`). */
export function hotpNumber(seed: SecretBytes, counter: number, algorithm: OathAlgorithm, digits: OtpDigits): number {
  const checked = checkedCounter(counter);
  const truncated =
    algorithm === 'SHA1' ? truncatedHmacSha1(seed, checked) : truncatedHmac(seed.expose(), checked, algorithm);
  return truncated % MODULUS[digits];
}

function truncatedHmac(seed: Uint8Array, counter: number, algorithm: OathAlgorithm): number {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const hash = createHmac(HASH_NAMES[algorithm], seed).update(message).digest();
  return hash.readUInt32BE(hash.readUInt8(hash.length - 1) & 0x0f) & 0x7fffffff;
}

function checkedCounter(counter: number): number {
  if (!Number.isSafeInteger(counter) || counter < 0)
    throw new RangeError('a counter is a whole number from 0 to 2^53-1');
  return counter;
}
