import 'reflect-metadata';
import { PemConverter, Pkcs10CertificateRequestGenerator } from '@peculiar/x509';

const SIGNING = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A new key (PKCS #8) and the request to certify it (PKCS #10), PEM. */
export interface SigningRequest {
  readonly key: string;
  readonly request: string;
}

/** Makes a key of the kind that the installation uses. The request names nobody: the credentials say who it is for. */
export async function newSigningRequest(): Promise<SigningRequest> {
  const keys = await crypto.subtle.generateKey(SIGNING, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=new process',
    keys,
    signingAlgorithm: SIGNING,
  });
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { key, request: request.toString('pem') };
}
