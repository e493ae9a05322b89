import { DomainError, type SecretBytes } from '@countersign/errors';
import type { ImportLine } from '../../application/imported-token.ts';
import { type PskcCredentials, PskcProtection } from './pskc-protection.ts';
import { algorithmOf, checkToken, decodeBase64, type TokenFields } from './token-fields.ts';
import { childOf, descendantOf, forEachChildOfRoot, textOf, type XmlElement } from './xml-elements.ts';

const NAMESPACE = 'urn:ietf:params:xml:ns:keyprov:pskc';
const MAX_PACKAGES = 20_000;

/**
 * Reads a Portable Symmetric Key Container (RFC 6030), plain or encrypted with a pre-shared key or a passphrase.
 * A key that cannot be taken becomes a line with a problem; a file that is no container is refused as a whole.
 *
 * @throws DomainError `invalid_request` with field `content`
 */
export function readPskc(text: string, credentials: PskcCredentials): readonly ImportLine[] {
  const lines: ImportLine[] = [];
  const header: Record<string, XmlElement> = {};
  let protection: PskcProtection | undefined;
  forEachChildOfRoot(text, (child, root) => {
    checkRoot(root);
    if (child.name !== 'KeyPackage') {
      header[child.name] = child;
      return;
    }
    protection ??= PskcProtection.of(header.EncryptionKey, header.MACMethod, credentials);
    if (lines.length >= MAX_PACKAGES) throw refusal(`A file may have at most ${MAX_PACKAGES} keys; split it.`);
    lines.push(lineOf(child, protection));
  });
  if (lines.length === 0) throw refusal('The file holds no KeyPackage: is it a PSKC file (RFC 6030)?');
  return lines;
}

function checkRoot(root: XmlElement): void {
  if (root.name === 'KeyContainer' && root.namespace.startsWith(NAMESPACE)) return;
  throw refusal(`The file is no PSKC container: its root is <${root.name.slice(0, 60)}>, not <KeyContainer>.`);
}

function lineOf(keyPackage: XmlElement, protection: PskcProtection): ImportLine {
  const key = childOf(keyPackage, 'Key');
  const fields: TokenFields = {
    line: keyPackage.line,
    serialNumber: textOf(keyPackage, 'DeviceInfo', 'SerialNo') || (key?.attributes.Id ?? ''),
    kind: kindOf(key?.attributes.Algorithm ?? ''),
    userName: userNameOf(textOf(key, 'UserId') || textOf(keyPackage, 'DeviceInfo', 'UserId')),
    manufacturer: textOf(keyPackage, 'DeviceInfo', 'Manufacturer'),
    model: textOf(keyPackage, 'DeviceInfo', 'Model'),
  };
  try {
    return checkToken(fields, () => parametersOf(key, protection));
  } catch (error) {
    // A wrong key is the fault of the whole file, but naming the line helps to find a single altered one.
    if (!(error instanceof DomainError)) throw error;
    return { ...fields, problem: error.message };
  }
}

function parametersOf(key: XmlElement | undefined, protection: PskcProtection) {
  if (key === undefined) throw refusal('The package has no Key.');
  const data = childOf(key, 'Data');
  const format = descendantOf(key, 'AlgorithmParameters', 'ResponseFormat');
  const encoding = format?.attributes.Encoding ?? 'DECIMAL';
  if (encoding !== 'DECIMAL') throw refusal(`Codes in ${encoding.slice(0, 40)} are not supported, only decimal ones.`);
  return {
    secret: secretOf(childOf(data, 'Secret'), protection),
    algorithm: algorithmOf(textOf(key, 'AlgorithmParameters', 'Suite')),
    digits: Number(format?.attributes.Length ?? 6),
    periodSeconds: numberOf(childOf(data, 'TimeInterval'), protection, 30),
    counter: numberOf(childOf(data, 'Counter'), protection, 0),
    driftSteps: numberOf(childOf(data, 'TimeDrift'), protection, 0),
  };
}

function secretOf(secret: XmlElement | undefined, protection: PskcProtection): SecretBytes {
  const encrypted = childOf(secret, 'EncryptedValue');
  if (encrypted !== undefined) return protection.open(encrypted, textOf(secret, 'ValueMAC'));
  const plain = textOf(secret, 'PlainValue');
  if (plain === '') throw refusal('The key has no secret.');
  return decodeBase64(plain);
}

/** Integers in clear are decimal; encrypted ones are binary in network byte order (RFC 6030 section 4.2). */
function numberOf(element: XmlElement | undefined, protection: PskcProtection, otherwise: number): number {
  const encrypted = childOf(element, 'EncryptedValue');
  if (encrypted !== undefined) {
    const octets = protection.open(encrypted, textOf(element, 'ValueMAC')).expose();
    return octets.length > 8 ? Number.NaN : Number(`0x${octets.toString('hex') || '0'}`);
  }
  const plain = textOf(element, 'PlainValue');
  return plain === '' ? otherwise : Number(plain);
}

/** The registered names, and those of the drafts that manufacturers still write. */
function kindOf(algorithm: string): string {
  const name = /(?:pskc[:#]|keyprov[:#/]?)?(totp|hotp)$/i.exec(algorithm.trim())?.[1];
  return name?.toLowerCase() ?? algorithm.slice(0, 80);
}

/** A user id is often a distinguished name; its first value is the user (RFC 6030 section 4.1 asks for a DN). */
function userNameOf(userId: string): string {
  return /^\s*(?:CN|UID)\s*=\s*([^,+]+)/i.exec(userId)?.[1]?.trim() ?? userId;
}

function refusal(message: string): DomainError {
  return new DomainError('invalid_request', message, { field: 'content' });
}
