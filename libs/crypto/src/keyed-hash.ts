import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { SecretBytes } from '@countersign/errors';
import type { Keyring } from './keyring.ts';
import { lengthPrefixed } from './length-prefixed.ts';

const SALT = 'countersign keyed hash v1';
const KEY_OCTETS = 32;

/**
 * HMAC-SHA-256 under a key of its own for every purpose (HKDF, RFC 5869). For what must be found or compared again but
 * not read back: one-time codes, recovery codes, peppers of PIN hashes, the keys by which repeated requests join.
 *
 * The root is not touched by the rotation of sealing keys: a hash stays the same for the life of an installation.
 */
export class KeyedHash {
  readonly #root: SecretBytes;
  /** As key objects: with octets every call would first make one, which costs five times the hash. */
  readonly #keys = new Map<string, KeyObject>();

  /** @param root at least 32 octets that only the servers of this installation know */
  constructor(root: SecretBytes) {
    if (root.length < KEY_OCTETS) throw new RangeError('the root of the keyed hashes must have at least 32 octets');
    this.#root = root;
  }

  /** The keyed hash of the installation to which `keyring` belongs. */
  static of(keyring: Keyring): KeyedHash {
    return new KeyedHash(keyring.hashRoot);
  }

  /**
   * 32 octets. The same parts under another label, or divided differently, give an unrelated result.
   *
   * @param label the purpose, a constant of the program (a key is kept in memory for each)
   */
  hash(label: string, ...parts: readonly (Uint8Array | string)[]): Buffer {
    return createHmac('sha256', this.#keyFor(label)).update(lengthPrefixed(parts)).digest();
  }

  /** The key of a purpose, for a function that takes a key of its own (such as the secret of a password hash). */
  deriveKey(label: string): SecretBytes {
    return new SecretBytes(this.#keyFor(label).export());
  }

  #keyFor(label: string): KeyObject {
    const known = this.#keys.get(label);
    if (known !== undefined) return known;
    const octets = hkdfSync('sha256', this.#root.expose(), SALT, label, KEY_OCTETS);
    const key = createSecretKey(Buffer.from(octets));
    this.#keys.set(label, key);
    return key;
  }
}
