import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import { LOOPBACK } from './layout.ts';

/** Files of a certificate and its private key, in PEM. */
export interface CertificateFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** The installation's own authority and a certificate for each process. */
export interface StackCertificates {
  readonly authority: CertificateFiles;
  /** Files of the process `instance`. */
  of(instance: string): CertificateFiles;
}

/** A process that gets a certificate: the service is its identity, the instance its name. */
export interface CertificateHolder {
  readonly instance: string;
  readonly service: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
const LEAF_DAYS = 90;
const RENEW_BEFORE_DAYS = 30;

/**
 * Issues what is missing or has less than 30 days left: an ECDSA P-256 authority, and a leaf per process with the identity
 * `spiffe://countersign/sa/<service>` that the servers' allow-lists ask for, usable on loopback only.
 */
export async function ensureCertificates(
  folder: string,
  holders: readonly CertificateHolder[],
  now: Date,
): Promise<StackCertificates> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = filesIn(folder, 'authority');
  if (!isValid(authority, now)) await issueAuthority(authority, now);
  const issuer = await readAuthority(authority);
  for (const holder of holders) {
    const files = filesIn(folder, holder.instance);
    if (!isValid(files, now, issuer.certificate)) await issueLeaf(files, holder, issuer, now);
  }
  return { authority, of: (instance) => filesIn(folder, instance) };
}

interface Issuer {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

function filesIn(folder: string, name: string): CertificateFiles {
  return { certificateFile: path.join(folder, `${name}.crt`), keyFile: path.join(folder, `${name}.key`) };
}

function isValid(files: CertificateFiles, now: Date, issuer?: x509.X509Certificate): boolean {
  if (!existsSync(files.certificateFile) || !existsSync(files.keyFile)) return false;
  const certificate = new x509.X509Certificate(readFileSync(files.certificateFile, 'utf8'));
  if (issuer !== undefined && certificate.issuer !== issuer.subject) return false;
  return certificate.notAfter.getTime() - now.getTime() > RENEW_BEFORE_DAYS * DAY_MS;
}

async function issueAuthority(files: CertificateFiles, now: Date): Promise<void> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    // Two installations have two names, so that a leaf of one is never taken for a leaf of the other.
    name: `CN=Countersign local authority ${randomBytes(4).toString('hex')}`,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await write(files, certificate, keys.privateKey);
}

async function readAuthority(files: CertificateFiles): Promise<Issuer> {
  const der = x509.PemConverter.decodeFirst(readFileSync(files.keyFile, 'utf8'));
  const key = await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
  return { certificate: new x509.X509Certificate(readFileSync(files.certificateFile, 'utf8')), key };
}

async function issueLeaf(files: CertificateFiles, holder: CertificateHolder, by: Issuer, now: Date): Promise<void> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: `CN=${holder.instance}`,
    issuer: by.certificate.subject,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + LEAF_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: by.key,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'url', value: `spiffe://countersign/sa/${holder.service}` },
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: LOOPBACK },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(by.certificate.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await write(files, certificate, keys.privateKey);
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** Positive and at most 20 octets, as RFC 5280, 4.1.2.2 wants it. */
function serialNumber(): string {
  return randomBytes(16).toString('hex').replace(/^./, '4');
}

async function write(
  files: CertificateFiles,
  certificate: x509.X509Certificate,
  key: webcrypto.CryptoKey,
): Promise<void> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  writeFileSync(files.keyFile, x509.PemConverter.encode(der, 'PRIVATE KEY'), { mode: 0o600 });
  writeFileSync(files.certificateFile, certificate.toString('pem'), { mode: 0o600 });
}
