import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import type { AuthorityFiles } from '../outbound/x509/x509-certificate-issuer.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
type KeyAlgorithm = Parameters<typeof webcrypto.subtle.generateKey>[0];

async function keysOf(algorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
}

/** An authority of its own in a folder. */
export async function anAuthority(folder: string): Promise<AuthorityFiles> {
  const keys = await keysOf(P256);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: '01',
      name: 'CN=Authority of a test',
      notBefore: new Date('2026-01-01'),
      notAfter: new Date('2036-01-01'),
      signingAlgorithm: P256,
      keys,
      extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
    },
    webcrypto,
  );
  const files = { certificate: path.join(folder, 'ca.crt'), key: path.join(folder, 'ca.key') };
  writeFileSync(files.certificate, certificate.toString('pem'));
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  writeFileSync(files.key, x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), { mode: 0o600 });
  return files;
}

/** A certificate signing request that asks for whatever name its sender likes. */
export async function aRequest(
  over: { name?: string; algorithm?: KeyAlgorithm & { hash?: string } } = {},
): Promise<{ pem: string; keys: webcrypto.CryptoKeyPair }> {
  const algorithm = over.algorithm ?? P256;
  const keys = await keysOf(algorithm);
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    {
      name: over.name ?? 'CN=me',
      keys,
      signingAlgorithm: { hash: 'SHA-256', ...(algorithm as object) } as never,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'url', value: 'spiffe://countersign/sa/operator' }])],
    },
    webcrypto,
  );
  return { pem: request.toString('pem'), keys };
}
