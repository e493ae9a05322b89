import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { activationV1, toGrpcJs } from '@countersign/contracts';
import type { StackFile } from '@countersign/testing';
import { Client, ChannelCredentials, type ServiceError } from '@grpc/grpc-js';
import * as x509 from '@peculiar/x509';
import { CallRefused } from './operator.ts';

/** What a new process has before its activation: a key, and what it asks a certificate for. */
export interface NewKey {
  readonly key: string;
  readonly signingRequest: string;
}

/** A certificate that an activation gave, and the key that it belongs to, in PEM. */
export interface Identity {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Makes a key and a signing request whose subject claims to be `subject`. */
export async function newKey(subject: string): Promise<NewKey> {
  x509.cryptoProvider.set(webcrypto as never);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${subject}`,
    keys: keys as never,
    signingAlgorithm: ALGORITHM,
  });
  const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: x509.PemConverter.encode(der, 'PRIVATE KEY'), signingRequest: request.toString('pem') };
}

/** Redeems activation credentials at an auth-server, as a new process does. @throws CallRefused */
export async function activate({ activation, tls }: StackFile, code: string, own: NewKey): Promise<Identity> {
  const [server] = activation;
  const credentials = ChannelCredentials.createSsl(readFileSync(tls.authority));
  const client = new Client(`${server?.host}:${server?.port}`, credentials, {
    'grpc.ssl_target_name_override': 'localhost',
  });
  const rpc = toGrpcJs(activationV1.ActivationServiceDefinition)['activate'];
  if (rpc === undefined) throw new Error('no call activate');
  const request = { activationCode: code, certificateSigningRequest: own.signingRequest };
  const startedAt = performance.now();
  try {
    const response = await new Promise<activationV1.ActivateResponse>((resolve, reject) => {
      const settle = (error: ServiceError | null, answer?: unknown): void => {
        if (error === null) resolve(answer as activationV1.ActivateResponse);
        else reject(new CallRefused(error, performance.now() - startedAt));
      };
      const deadline = Date.now() + 10_000;
      client.makeUnaryRequest(rpc.path, rpc.requestSerialize, rpc.responseDeserialize, request, { deadline }, settle);
    });
    return { key: own.key, certificate: response.certificate, authority: response.certificateAuthority };
  } finally {
    client.close();
  }
}
