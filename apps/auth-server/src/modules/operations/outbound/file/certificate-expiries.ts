import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Database } from '../../../../platform/database.ts';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Expiry, ExpirySource } from '../../application/ports/statistics-reader.ts';

/** Where the certificates of this server are. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly authority: string;
  readonly instance: string;
}

/** As long as a certificate of an activation is good, see the issuer of the module `servers`. */
const ACTIVATED_LASTS_DAYS = 397;
const MOST = 100;

/** When certificates end: those of this server by its files, those of activated processes by when they were made. */
export class CertificateExpiries implements ExpirySource {
  readonly #files: CertificateFiles;
  readonly #database: Database;

  constructor(files: CertificateFiles, database: Database) {
    this.#files = files;
    this.#database = database;
  }

  async list(): Promise<readonly Expiry[]> {
    const { certificate, authority, instance } = this.#files;
    const own = await Promise.all([
      expiryOf('certificate', instance, certificate),
      expiryOf('authority', '', authority),
    ]);
    const all = [...own.flat(), ...(await this.#activated(instance))];
    return all.toSorted((one, other) => one.at - other.at).slice(0, MOST);
  }

  async #activated(instance: string): Promise<readonly Expiry[]> {
    const text = `SELECT name, (extract(epoch FROM activated_at + interval '${ACTIVATED_LASTS_DAYS} days') * 1000)::bigint AS at
      FROM servers WHERE name <> $1 ORDER BY activated_at LIMIT ${MOST}`;
    return await this.#database.read(async (manager) => {
      const rows = (await manager.query(text, [instance])) as { name: string; at: unknown }[];
      return rows.map(({ name, at }) => ({ kind: 'certificate', name, at: wholeNumber(at) }) as const);
    });
  }
}

async function expiryOf(kind: Expiry['kind'], name: string, file: string): Promise<readonly Expiry[]> {
  try {
    const certificate = new X509Certificate(await readFile(file));
    const shown = name === '' ? certificate.subject.replace(/^CN=/, '') : name;
    return [{ kind, name: shown, at: Date.parse(certificate.validTo) }];
  } catch {
    // A file that cannot be read is the doctor's to tell, not a reason for an empty page.
    return [];
  }
}
