import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { SecretBytes } from '@countersign/errors';
import type { Keyring } from './keyring.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import { type RandomSource, SystemRandom } from './random-source.ts';
import { SealBroken } from './seal-broken.ts';

/** The place a sealed value belongs to. Copied to another place it cannot be opened. */
export interface SealedLocation {
  readonly table: string;
  readonly column: string;
  /** The primary key of the row, as text. */
  readonly row: string;
}

const FORMAT = 1;
const CIPHER = 'aes-256-gcm';
const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;

/**
 * Seals secrets at rest with AES-256-GCM (NIST SP 800-38D) under the keyring's current key.
 *
 * ```text
 * format (1 octet, 1) | length of key id (1) | key id (ASCII) | nonce (12, random) | ciphertext | tag (16)
 * ```
 * The associated data are format, key id, table, column and row, each with its length in front: whoever can write to
 * the database can neither change a value nor move it to another user.
 *
 * A random nonce of 96 bits allows 2^32 values under one key (SP 800-38D section 8.3); rotate long before.
 */
export class Sealer {
  readonly #keyring: Keyring;
  readonly #random: RandomSource;
  /** A key object made once: with octets every call would make one, which costs four times the decryption. */
  readonly #keyObjects = new WeakMap<SecretBytes, KeyObject>();

  constructor(keyring: Keyring, random: RandomSource = new SystemRandom()) {
    this.#keyring = keyring;
    this.#random = random;
  }

  /** Seals `plaintext` for one place, under the current key. */
  seal(plaintext: SecretBytes, location: SealedLocation): Buffer {
    const { id, key } = this.#keyring.currentKey();
    const nonce = this.#random.bytes(NONCE_OCTETS);
    const cipher = createCipheriv(CIPHER, this.#keyObject(key), nonce, { authTagLength: TAG_OCTETS });
    cipher.setAAD(associatedData(id, location));
    const header = Buffer.concat([Buffer.from([FORMAT, id.length]), Buffer.from(id, 'ascii')]);
    return Buffer.concat([header, nonce, cipher.update(plaintext.expose()), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws SealBroken when the value was changed, moved, sealed with a key that is not here, or is none of ours */
  open(sealed: Uint8Array, location: SealedLocation): SecretBytes {
    const { keyId, nonce, ciphertext, tag } = parse(sealed);
    const where = `${location.table}.${location.column}`;
    const key = this.#keyring.keyById(keyId) ?? this.#keyring.reloadedKeyById(keyId);
    if (key === undefined) {
      const advice = 'restore the key file that was in use when it was sealed';
      throw new SealBroken(
        'unknown_key',
        `${where} is sealed with key ${keyId}, which the key file lacks: ${advice}`,
        keyId,
      );
    }
    const decipher = createDecipheriv(CIPHER, this.#keyObject(key), nonce, { authTagLength: TAG_OCTETS });
    decipher.setAAD(associatedData(keyId, location));
    decipher.setAuthTag(tag);
    try {
      return new SecretBytes(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
    } catch {
      // The library's own error says nothing more, and could be asked to carry the state of the cipher.
      const what = 'was altered, or belongs to another row';
      throw new SealBroken('altered', `${where} of row ${location.row} ${what} (key ${keyId})`, keyId);
    }
  }

  #keyObject(key: SecretBytes): KeyObject {
    const known = this.#keyObjects.get(key);
    if (known !== undefined) return known;
    const made = createSecretKey(key.expose());
    this.#keyObjects.set(key, made);
    return made;
  }

  /** True when a value should be sealed anew because its key is no longer the current one. */
  isStale(sealed: Uint8Array): boolean {
    return sealedWith(sealed) !== this.#keyring.currentKey().id;
  }
}

/**
 * The id of the key a value was sealed with; says nothing about whether it can be opened.
 * @throws SealBroken `malformed` when the octets are not a sealed value
 */
export function sealedWith(sealed: Uint8Array): string {
  return parse(sealed).keyId;
}

function parse(sealed: Uint8Array) {
  const octets = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const idLength = octets[1] ?? 0;
  const nonceAt = 2 + idLength;
  const textAt = nonceAt + NONCE_OCTETS;
  const tagAt = octets.length - TAG_OCTETS;
  if (octets[0] !== FORMAT || idLength === 0 || tagAt < textAt) {
    throw new SealBroken('malformed', 'a sealed value has an unknown format: it is damaged, or from a newer release');
  }
  return {
    keyId: octets.toString('latin1', 2, nonceAt),
    nonce: octets.subarray(nonceAt, textAt),
    ciphertext: octets.subarray(textAt, tagAt),
    tag: octets.subarray(tagAt),
  };
}

function associatedData(keyId: string, { table, column, row }: SealedLocation): Buffer {
  return lengthPrefixed([Buffer.from([FORMAT]), keyId, table, column, row]);
}
