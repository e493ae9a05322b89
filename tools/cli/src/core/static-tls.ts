import { readFileSync, statSync } from 'node:fs';
import { DomainError } from '@countersign/errors';
import type { TlsMaterial, TlsSource } from '@countersign/rpc';

/** The files of this command line's identity. */
export interface TlsPaths {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

/** TLS material of a process that ends before any of it is renewed. */
export function staticTls(paths: TlsPaths): TlsSource {
  const material: TlsMaterial = {
    identity: { certificate: readPem(paths.certificate), key: readKey(paths.key) },
    authority: readPem(paths.authority),
  };
  return { current: () => material, onChange: () => () => undefined };
}

function readKey(path: string): Buffer {
  const key = readPem(path);
  if ((statSync(path).mode & 0o007) !== 0) {
    throw new DomainError('invalid_request', `The key ${path} is open to every account; run: chmod 0400 ${path}`);
  }
  return key;
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    const advice = code === 'EACCES' ? 'run the command as the account that started the servers' : 'check the path';
    throw new DomainError('invalid_request', `The file ${path} cannot be read (${code}): ${advice}.`, { cause });
  }
}
