import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { DomainError } from '@countersign/errors';
import { identityUri } from '@countersign/rpc';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { ActivatedProcess } from '../../application/ports/activation-credentials.ts';
import type {
  CertificateIssuer,
  CheckedRequest,
  IssuedCertificate,
} from '../../application/ports/certificate-issuer.ts';

const SIGNING = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const LIFETIME_DAYS = 397;
const DAY_MILLISECONDS = 86_400_000;
/** Clocks of new machines are often a little behind. */
const BACKDATE_MILLISECONDS = 300_000;
const SERIAL_OCTETS = 16;
const STRONG_CURVES: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521']);

/** Files of the authority. */
export interface AuthorityFiles {
  readonly certificate: string;
  readonly key: string;
}

/** {@link CertificateIssuer} with the installation's own authority (ECDSA P-256). */
export class X509CertificateIssuer implements CertificateIssuer {
  readonly #files: AuthorityFiles | undefined;
  readonly #random: { bytes(length: number): Buffer };

  /** @param files absent: certificates come from elsewhere, and this server activates nobody */
  constructor(files: AuthorityFiles | undefined, random: { bytes(length: number): Buffer }) {
    this.#files = files;
    this.#random = random;
  }

  async check(request: string): Promise<CheckedRequest> {
    this.#authority();
    const parsed = await verified(request);
    if (!isStrong(parsed.publicKey.algorithm)) throw weakKey();
    return { pem: request };
  }

  async issue({ pem }: CheckedRequest, process: ActivatedProcess, now: Date): Promise<IssuedCertificate> {
    const files = this.#authority();
    const { publicKey } = await verified(pem);
    const authority = readFileSync(files.certificate, 'utf8');
    const issuer = new X509Certificate(authority);
    const serial = this.#serial();
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serial,
      subject: `CN=${process.instance}`,
      issuer: issuer.subject,
      notBefore: new Date(now.getTime() - BACKDATE_MILLISECONDS),
      notAfter: new Date(now.getTime() + LIFETIME_DAYS * DAY_MILLISECONDS),
      signingAlgorithm: SIGNING,
      publicKey,
      signingKey: await this.#signingKey(files.key),
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        new SubjectAlternativeNameExtension([
          { type: 'url', value: identityUri(process.service) },
          { type: 'dns', value: process.instance },
        ]),
      ],
    });
    return { certificate: certificate.toString('pem'), authority, serial };
  }

  #authority(): AuthorityFiles {
    if (this.#files !== undefined) return this.#files;
    throw new DomainError('unavailable', 'This server has no certificate authority: activate at one that has.');
  }

  /** Positive, so the first bit is 0 (RFC 5280 section 4.1.2.2). */
  #serial(): string {
    const octets = this.#random.bytes(SERIAL_OCTETS);
    octets.writeUInt8((octets.readUInt8(0) & 0x7f) | 0x01, 0);
    return octets.toString('hex');
  }

  async #signingKey(file: string) {
    const [der] = PemConverter.decode(readFileSync(file, 'utf8'));
    if (der === undefined) throw new DomainError('unavailable', 'the key file of the authority holds no PEM key');
    return await webcrypto.subtle.importKey('pkcs8', der, SIGNING, false, ['sign']);
  }
}

/** The request, which must be signed with its own key: nobody gets a certificate for somebody else's key. */
async function verified(request: string): Promise<Pkcs10CertificateRequest> {
  try {
    const parsed = new Pkcs10CertificateRequest(request);
    if (await parsed.verify()) return parsed;
  } catch {
    // Whatever is wrong with it, the answer is the one below.
  }
  const message = 'The certificate signing request is not PEM, or not signed with its own key.';
  throw new DomainError('invalid_request', message, { field: 'certificate_signing_request' });
}

/** Keys of at least 112 bits of strength (NIST SP 800-57 part 1, table 2), as TLS 1.3 takes them. */
function isStrong(algorithm: { readonly name: string }): boolean {
  const { name } = algorithm;
  if (name === 'ECDSA') return STRONG_CURVES.has(Reflect.get(algorithm, 'namedCurve') as string);
  return name === 'Ed25519' || (name.startsWith('RSA') && Number(Reflect.get(algorithm, 'modulusLength')) >= 3072);
}

function weakKey(): DomainError {
  const message = 'The key of the request is too weak: use ECDSA P-256 or P-384, Ed25519, or RSA with 3072 bits.';
  return new DomainError('invalid_request', message, { field: 'certificate_signing_request' });
}
