import { DomainError } from '@countersign/errors';
import { MD5_DIGEST_LENGTH, Md5 } from './md5.ts';
import type { SharedSecret } from './shared-secret.ts';

/** The longest password that User-Password carries (RFC 2865 §5.2). */
export const MAX_PASSWORD_LENGTH = 128;

const computation = new Md5();
const mask = Buffer.alloc(MD5_DIGEST_LENGTH);

/**
 * Hides a password for User-Password (RFC 2865 §5.2): padded with NULs to a multiple of 16, then each block
 * XORed with MD5(secret + previous block). Refuses more than 128 octets with `invalid_request`.
 */
export function hidePassword(password: Uint8Array, secret: SharedSecret, requestAuthenticator: Uint8Array): Buffer {
  if (password.length > MAX_PASSWORD_LENGTH) {
    throw new DomainError('invalid_request', `A RADIUS password has at most ${MAX_PASSWORD_LENGTH} octets.`, {
      field: 'password',
    });
  }
  const blocks = Math.max(1, Math.ceil(password.length / MD5_DIGEST_LENGTH));
  const hidden = Buffer.alloc(blocks * MD5_DIGEST_LENGTH);
  hidden.set(password);
  let previous: Uint8Array = requestAuthenticator;
  for (let at = 0; at < hidden.length; at += MD5_DIGEST_LENGTH) {
    maskBlock(hidden, at, hidden, secret, previous);
    previous = hidden.subarray(at, at + MD5_DIGEST_LENGTH);
  }
  return hidden;
}

/**
 * Reveals User-Password. Trailing NULs are padding and go; an inner NUL is part of the password and stays, so such a
 * password simply does not match. `undefined` for a value that is not 16 to 128 octets in multiples of 16.
 * A wrong secret gives noise, not an error: only Message-Authenticator tells it from a wrong password.
 */
export function revealPassword(
  value: Uint8Array,
  secret: SharedSecret,
  requestAuthenticator: Uint8Array,
): Buffer | undefined {
  if (value.length === 0 || value.length > MAX_PASSWORD_LENGTH || value.length % MD5_DIGEST_LENGTH !== 0) {
    return undefined;
  }
  const password = Buffer.allocUnsafeSlow(value.length);
  let previous: Uint8Array = requestAuthenticator;
  for (let at = 0; at < value.length; at += MD5_DIGEST_LENGTH) {
    maskBlock(password, at, value, secret, previous);
    previous = value.subarray(at, at + MD5_DIGEST_LENGTH);
  }
  let end = password.length;
  while (end > 0 && password[end - 1] === 0) {
    end -= 1;
  }
  return password.subarray(0, end);
}

function maskBlock(target: Buffer, at: number, source: Uint8Array, secret: SharedSecret, previous: Uint8Array): void {
  computation.reset().update(secret.expose()).update(previous).digestInto(mask);
  for (let index = 0; index < MD5_DIGEST_LENGTH; index += 1) {
    target[at + index] = (source[at + index] as number) ^ (mask[index] as number);
  }
}
