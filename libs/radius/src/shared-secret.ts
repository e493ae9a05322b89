import { DomainError, SecretBytes } from '@countersign/errors';
import { HmacMd5Key } from './hmac-md5.ts';

/**
 * The secret that a RADIUS client and its server share (RFC 2865 §3), with its HMAC-MD5 states computed once.
 * Printing it shows `[sealed]`.
 */
export class SharedSecret {
  readonly #octets: SecretBytes;
  readonly #hmacKey: HmacMd5Key;

  /** Refuses an empty secret with `invalid_request` (RFC 2865 §3: it MUST NOT be empty). */
  constructor(octets: Uint8Array) {
    if (octets.length === 0) {
      throw new DomainError('invalid_request', 'A RADIUS shared secret must not be empty.', { field: 'secret' });
    }
    this.#octets = new SecretBytes(octets);
    this.#hmacKey = new HmacMd5Key(octets);
  }

  /** The secret as typed by an administrator: its UTF-8 octets. */
  static fromText(text: string): SharedSecret {
    return new SharedSecret(Buffer.from(text, 'utf8'));
  }

  /** The key for Message-Authenticator. */
  get hmacKey(): HmacMd5Key {
    return this.#hmacKey;
  }

  /** The octets themselves, for a digest; not to be kept. */
  expose(): Buffer {
    return this.#octets.expose();
  }

  toString(): string {
    return this.#octets.toString();
  }

  toJSON(): string {
    return this.toString();
  }
}
