import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { DomainError } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import type { TlsMaterial, TlsSource } from './tls-source.ts';

/** The files of a service identity, in PEM. */
export interface TlsFilePaths {
  /** Our certificate, followed by intermediate ones. */
  readonly certificate: string;
  readonly key: string;
  /** The authorities that peers must descend from. */
  readonly authority: string;
}

/** How {@link TlsFiles} watches. */
export interface TlsFilesOptions {
  readonly logger: Logger;
  /** How often the files are looked at. Polling, because a mounted secret is replaced behind a symbolic link. */
  readonly pollMilliseconds?: number;
}

type Identity = NonNullable<TlsMaterial['identity']>;

/**
 * TLS material from files that are read again when they change: a renewed certificate is used for the next connection,
 * without a restart. Files that do not fit together (a renewal half written) are left alone until they do.
 */
export class TlsFiles implements TlsSource {
  readonly #paths: TlsFilePaths;
  readonly #logger: Logger;
  readonly #listeners = new Set<(material: TlsMaterial) => void>();
  readonly #timer: NodeJS.Timeout;
  #material: TlsMaterial & { readonly identity: Identity };
  #lastProblem: string | undefined;

  /** @throws DomainError `invalid_request` when a file is missing, unreadable, open to everybody, or does not fit */
  constructor(paths: TlsFilePaths, { logger, pollMilliseconds = 5000 }: TlsFilesOptions) {
    this.#paths = paths;
    this.#logger = logger;
    this.#material = read(paths);
    this.#timer = setInterval(() => this.refresh(), pollMilliseconds).unref();
  }

  current(): TlsMaterial & { readonly identity: Identity } {
    return this.#material;
  }

  /** When our certificate ends. */
  expiresAt(): Date {
    return new X509Certificate(this.#material.identity.certificate).validToDate;
  }

  onChange(listener: (material: TlsMaterial) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Looks at the files now; true when they had changed. Never throws: what is in use stays in use. */
  refresh(): boolean {
    try {
      const material = read(this.#paths);
      this.#lastProblem = undefined;
      if (isSame(material, this.#material)) return false;
      this.#material = material;
      this.#logger.info(
        { certificate: this.#paths.certificate, expiresAt: this.expiresAt() },
        'TLS files changed: in use',
      );
      for (const listener of this.#listeners) listener(material);
      return true;
    } catch (error) {
      const problem = error instanceof Error ? error.message : 'unknown';
      // Said once, not at every look.
      if (problem !== this.#lastProblem)
        this.#logger.error({ err: error }, 'TLS files cannot be used: the former stay in use');
      this.#lastProblem = problem;
      return false;
    }
  }

  /** Stops watching. */
  close(): void {
    clearInterval(this.#timer);
    this.#listeners.clear();
  }
}

function read(paths: TlsFilePaths): TlsMaterial & { readonly identity: Identity } {
  const certificate = readPem(paths.certificate);
  const key = readPem(paths.key);
  const authority = readPem(paths.authority);
  const mode = statSync(paths.key).mode & 0o777;
  if ((mode & 0o007) !== 0) throw unusable(paths.key, `is open to every account; run: chmod 0400 ${paths.key}`);
  try {
    createSecureContext({ cert: certificate, key, ca: authority });
  } catch (error) {
    throw unusable(paths.certificate, `does not fit the key ${paths.key}, or a file is not PEM`, error);
  }
  return { identity: { certificate, key }, authority };
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unusable(path, 'cannot be read', error);
  }
}

function isSame(one: TlsMaterial & { identity: Identity }, other: TlsMaterial & { identity: Identity }): boolean {
  return (
    one.authority.equals(other.authority) &&
    one.identity.certificate.equals(other.identity.certificate) &&
    one.identity.key.equals(other.identity.key)
  );
}

function unusable(path: string, problem: string, cause?: unknown): DomainError {
  return new DomainError('invalid_request', `the TLS file ${path} ${problem}`, { cause });
}
