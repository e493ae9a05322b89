import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, in PEM. */
export interface IssuedIdentity {
  readonly certificate: string;
  readonly key: string;
}

/** How an issued certificate differs from that of a healthy service. */
export interface IssueOptions {
  /** Common name: which process of the service. */
  readonly instance?: string;
  /** Subject alternative names; left out: the identity of the service, `localhost` and the loopback addresses. */
  readonly names?: x509.JsonGeneralNames;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** The paths of an identity written to disk, as the RPC library takes them. */
export interface IdentityFiles {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR = 3_600_000;

/** A certificate authority for tests (ECDSA P-256), which issues the identities of services. */
export class TestAuthority {
  readonly #keys: webcrypto.CryptoKeyPair;
  readonly #certificate: x509.X509Certificate;
  #serial = 1;

  private constructor(keys: webcrypto.CryptoKeyPair, certificate: x509.X509Certificate) {
    this.#keys = keys;
    this.#certificate = certificate;
  }

  /** A new authority, which no other one trusts. */
  static async create(name = 'Countersign test authority'): Promise<TestAuthority> {
    const keys = await generateKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned(
      {
        serialNumber: '01',
        name: `CN=${name}`,
        ...validity({}),
        signingAlgorithm: ALGORITHM,
        keys,
        extensions: [
          new x509.BasicConstraintsExtension(true, 0, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        ],
      },
      webcrypto,
    );
    return new TestAuthority(keys, certificate);
  }

  /** The authority's own certificate in PEM. */
  get pem(): string {
    return this.#certificate.toString('pem');
  }

  /** Issues the identity of a service, as in `issue('radius-gateway')`. */
  async issue(service: string, options: IssueOptions = {}): Promise<IssuedIdentity> {
    const keys = await generateKeys();
    this.#serial += 1;
    const certificate = await x509.X509CertificateGenerator.create(
      {
        serialNumber: this.#serial.toString(16).padStart(4, '0'),
        subject: `CN=${options.instance ?? service}`,
        issuer: this.#certificate.subject,
        ...validity(options),
        signingAlgorithm: ALGORITHM,
        publicKey: keys.publicKey,
        signingKey: this.#keys.privateKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
          new x509.SubjectAlternativeNameExtension(options.names ?? namesOf(service)),
        ],
      },
      webcrypto,
    );
    const exported = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
    return { certificate: certificate.toString('pem'), key: x509.PemConverter.encode(exported, 'PRIVATE KEY') };
  }

  /** Issues an identity and writes it, with the authority's certificate, into `folder`; replaces what is there. */
  async issueFiles(folder: string, service: string, options: IssueOptions = {}): Promise<IdentityFiles> {
    const { certificate, key } = await this.issue(service, options);
    const paths = {
      certificate: join(folder, `${service}.crt`),
      key: join(folder, `${service}.key`),
      authority: join(folder, 'authority.crt'),
    };
    writeFileSync(paths.certificate, certificate);
    writeFileSync(paths.key, key, { mode: 0o600 });
    writeFileSync(paths.authority, this.pem);
    return paths;
  }
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

function validity({ notBefore, notAfter }: Pick<IssueOptions, 'notBefore' | 'notAfter'>) {
  return {
    notBefore: notBefore ?? new Date(Date.now() - HOUR),
    notAfter: notAfter ?? new Date(Date.now() + 24 * HOUR),
  };
}

function namesOf(service: string): x509.JsonGeneralNames {
  return [
    { type: 'url', value: `spiffe://countersign/sa/${service}` },
    { type: 'dns', value: 'localhost' },
    { type: 'ip', value: '127.0.0.1' },
    { type: 'ip', value: '::1' },
  ];
}
