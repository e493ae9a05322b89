import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { DomainError, SecretBytes } from '@countersign/errors';
import { childOf, descendantOf, textOf, type XmlElement } from './xml-elements.ts';

/** What opens an encrypted file: the pre-shared key, or the passphrase that a key is derived from. */
export interface PskcCredentials {
  readonly preSharedKey: SecretBytes | undefined;
  readonly passphrase: string;
}

const CIPHERS: Readonly<Record<string, { readonly cipher: string; readonly keyOctets: number }>> = {
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc': { cipher: 'aes-128-cbc', keyOctets: 16 },
  'http://www.w3.org/2001/04/xmlenc#aes192-cbc': { cipher: 'aes-192-cbc', keyOctets: 24 },
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc': { cipher: 'aes-256-cbc', keyOctets: 32 },
};
const MACS: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#hmac-sha1': 'sha1',
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha512': 'sha512',
};
const PRFS: Readonly<Record<string, string>> = {
  '': 'sha1',
  'http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#hmac-sha1': 'sha1',
  'http://www.w3.org/2000/09/xmldsig#hmac-sha1': 'sha1',
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha512': 'sha512',
};
const BLOCK_OCTETS = 16;
// A file decides how long the derivation takes; this is about a second, ten times what manufacturers use.
const MAX_ITERATIONS = 2_000_000;

/** How the values of one container are encrypted and authenticated (RFC 6030 section 6). */
export class PskcProtection {
  readonly #key: SecretBytes | undefined;
  readonly #macKey: SecretBytes | undefined;
  readonly #macHash: string | undefined;

  private constructor(key: SecretBytes | undefined, macKey: SecretBytes | undefined, macHash: string | undefined) {
    this.#key = key;
    this.#macKey = macKey;
    this.#macHash = macHash;
  }

  /**
   * @param encryptionKey the element EncryptionKey, undefined in a file without encryption
   * @param macMethod the element MACMethod
   * @throws DomainError `invalid_request` when the key is missing or does not fit
   */
  static of(
    encryptionKey: XmlElement | undefined,
    macMethod: XmlElement | undefined,
    credentials: PskcCredentials,
  ): PskcProtection {
    if (encryptionKey === undefined) return new PskcProtection(undefined, undefined, undefined);
    const key = keyOf(encryptionKey, credentials);
    if (macMethod === undefined) return new PskcProtection(key, undefined, undefined);
    const macHash = MACS[macMethod.attributes.Algorithm ?? ''];
    if (macHash === undefined) {
      throw refusal(`The method of authentication "${macMethod.attributes.Algorithm ?? ''}" is not supported.`);
    }
    const macKeyElement = childOf(macMethod, 'MACKey');
    // RFC 6030 section 6.1.1: without a MAC key of its own the encryption key is used.
    const macKey = macKeyElement === undefined ? key : openMacKey(macKeyElement, key);
    return new PskcProtection(key, macKey, macHash);
  }

  /**
   * The octets of an `EncryptedValue`, checked against `ValueMAC` first.
   * @throws DomainError `invalid_request` when the value was altered or the key is another one
   */
  open(encryptedValue: XmlElement, valueMac: string): SecretBytes {
    if (this.#key === undefined) throw refusal('A value is encrypted, but the file names no EncryptionKey.');
    const octets = cipherOctets(encryptedValue);
    this.#verify(octets, valueMac);
    return decrypt(encryptedValue, octets, this.#key);
  }

  #verify(octets: Buffer, valueMac: string): void {
    // CBC without authentication can be altered unseen (RFC 6030 section 6.1), so a file without MAC is refused.
    if (this.#macHash === undefined || this.#macKey === undefined) {
      throw refusal(
        'The encrypted values carry no MAC (no MACMethod), so nobody could tell whether they were altered.',
      );
    }
    if (valueMac === '') throw refusal('An encrypted value has no ValueMAC.');
    const expected = createHmac(this.#macHash, this.#macKey.expose()).update(octets).digest();
    const given = Buffer.from(valueMac, 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw refusal('A value does not match its MAC: the key or passphrase is another one, or the file was altered.');
    }
  }
}

function keyOf(encryptionKey: XmlElement, credentials: PskcCredentials): SecretBytes {
  const derived = childOf(encryptionKey, 'DerivedKey');
  if (derived !== undefined) return deriveKey(derived, credentials);
  if (childOf(encryptionKey, 'X509Data') !== undefined) {
    throw refusal('The file is encrypted for a certificate; ask for one with a pre-shared key or a passphrase.');
  }
  if (credentials.preSharedKey === undefined) {
    const name = textOf(encryptionKey, 'KeyName');
    throw refusal(
      `The file is encrypted with a pre-shared key${name === '' ? '' : ` ("${name.slice(0, 60)}")`}: give that key.`,
    );
  }
  return credentials.preSharedKey;
}

function deriveKey(derived: XmlElement, { passphrase }: PskcCredentials): SecretBytes {
  const method = childOf(derived, 'KeyDerivationMethod');
  const algorithm = method?.attributes.Algorithm ?? '';
  if (!algorithm.toLowerCase().endsWith('#pbkdf2')) {
    throw refusal(`The key derivation "${algorithm.slice(0, 120)}" is not supported, only PBKDF2.`);
  }
  if (passphrase === '') throw refusal('The file is encrypted with a passphrase: give it.');
  const { salt, iterations, keyOctets, hash } = derivationOf(childOf(method, 'PBKDF2-params'));
  return new SecretBytes(pbkdf2Sync(Buffer.from(passphrase, 'utf8'), salt, iterations, keyOctets, hash));
}

/** The parameters of PBKDF2, within what a server can be asked to do for a file. */
function derivationOf(parameters: XmlElement | undefined) {
  const salt = Buffer.from(textOf(parameters, 'Salt', 'Specified'), 'base64');
  const iterations = Number(textOf(parameters, 'IterationCount'));
  const keyOctets = Number(textOf(parameters, 'KeyLength'));
  const hash = PRFS[childOf(parameters, 'PRF')?.attributes.Algorithm ?? ''];
  if (hash === undefined) throw refusal('The pseudo-random function of PBKDF2 is not supported.');
  if (!Number.isInteger(iterations) || iterations < 1 || iterations > MAX_ITERATIONS) {
    throw refusal(`The iteration count of PBKDF2 must be 1 to ${MAX_ITERATIONS}.`);
  }
  if (![16, 24, 32].includes(keyOctets)) throw refusal('The key length of PBKDF2 must be 16, 24 or 32 octets.');
  if (salt.length === 0) throw refusal('PBKDF2 has no salt.');
  return { salt, iterations, keyOctets, hash };
}

function openMacKey(element: XmlElement, key: SecretBytes): SecretBytes {
  return decrypt(element, cipherOctets(element), key);
}

function cipherOctets(element: XmlElement): Buffer {
  const text = textOf(element, 'CipherData', 'CipherValue').replaceAll(/\s/g, '');
  const octets = Buffer.from(text, 'base64');
  const length = octets.length;
  if (length < 2 * BLOCK_OCTETS || length % BLOCK_OCTETS !== 0) throw refusal('A CipherValue has a wrong length.');
  return octets;
}

function decrypt(element: XmlElement, octets: Buffer, key: SecretBytes): SecretBytes {
  const algorithm = descendantOf(element, 'EncryptionMethod')?.attributes.Algorithm ?? '';
  const method = CIPHERS[algorithm];
  if (method === undefined)
    throw refusal(`The encryption "${algorithm.slice(0, 120)}" is not supported, only AES-CBC.`);
  if (key.length !== method.keyOctets) {
    throw refusal(`The key must have ${method.keyOctets} octets for ${method.cipher}; it has ${key.length}.`);
  }
  const decipher = createDecipheriv(method.cipher, key.expose(), octets.subarray(0, BLOCK_OCTETS));
  // XML Encryption section 5.2: the last octet counts the padding, the others of it are arbitrary.
  decipher.setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(octets.subarray(BLOCK_OCTETS)), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK_OCTETS) throw refusal('A value cannot be decrypted: the key is another one.');
  return new SecretBytes(padded.subarray(0, padded.length - padding));
}

function refusal(message: string): DomainError {
  return new DomainError('invalid_request', message, { field: 'content' });
}
