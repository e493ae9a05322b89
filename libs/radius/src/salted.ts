import { DomainError } from '@countersign/errors';
import { MAX_VALUE_LENGTH } from './codes.ts';
import { MD5_DIGEST_LENGTH, Md5 } from './md5.ts';
import type { SharedSecret } from './shared-secret.ts';

const SALT_LENGTH = 2;
const SALT_HIGH_BIT = 0x8000;

const computation = new Md5();
const mask = Buffer.alloc(MD5_DIGEST_LENGTH);

/** What the salted hiding needs besides the value: both ends' secret and the header field of the *request*. */
export interface SaltedContext {
  readonly secret: SharedSecret;
  readonly requestAuthenticator: Uint8Array;
}

/**
 * Hides a value with a salt, for Tunnel-Password (RFC 2868 §3.5, without its tag) and the MS-MPPE keys (RFC 2548 §2.4.2).
 * The salt's high bit is set here; it must be unique within a packet. The answer begins with the salt.
 * Refuses a value that does not fit one attribute with `invalid_request`.
 */
export function hideSalted(value: Uint8Array, salt: number, context: SaltedContext): Buffer {
  const blocks = Math.ceil((value.length + 1) / MD5_DIGEST_LENGTH);
  const hidden = Buffer.alloc(SALT_LENGTH + blocks * MD5_DIGEST_LENGTH);
  if (hidden.length >= MAX_VALUE_LENGTH) {
    throw new DomainError('invalid_request', 'A salted RADIUS value has at most 239 octets.', { field: 'value' });
  }
  hidden.writeUInt16BE((salt & 0xffff) | SALT_HIGH_BIT, 0);
  hidden[SALT_LENGTH] = value.length;
  hidden.set(value, SALT_LENGTH + 1);
  for (let at = SALT_LENGTH; at < hidden.length; at += MD5_DIGEST_LENGTH) {
    maskFor(hidden, at, context);
    xorMask(hidden, at);
  }
  return hidden;
}

/** The opposite of {@link hideSalted}; `undefined` when the octets cannot come from it. */
export function revealSalted(hidden: Uint8Array, context: SaltedContext): Buffer | undefined {
  const length = hidden.length - SALT_LENGTH;
  if (length < MD5_DIGEST_LENGTH || length % MD5_DIGEST_LENGTH !== 0) {
    return undefined;
  }
  const clear = Buffer.from(hidden);
  for (let at = SALT_LENGTH; at < hidden.length; at += MD5_DIGEST_LENGTH) {
    maskFor(hidden, at, context);
    xorMask(clear, at);
  }
  const valueLength = clear[SALT_LENGTH] as number;
  return valueLength < length ? clear.subarray(SALT_LENGTH + 1, SALT_LENGTH + 1 + valueLength) : undefined;
}

function maskFor(hidden: Uint8Array, at: number, context: SaltedContext): void {
  computation.reset().update(context.secret.expose());
  if (at === SALT_LENGTH) {
    computation.update(context.requestAuthenticator).update(hidden, 0, SALT_LENGTH);
  } else {
    computation.update(hidden, at - MD5_DIGEST_LENGTH, at);
  }
  computation.digestInto(mask);
}

function xorMask(target: Uint8Array, at: number): void {
  for (let index = 0; index < MD5_DIGEST_LENGTH; index += 1) {
    target[at + index] = (target[at + index] as number) ^ (mask[index] as number);
  }
}
