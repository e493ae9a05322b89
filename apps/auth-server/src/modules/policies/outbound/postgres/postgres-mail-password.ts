import type { SecretBytes } from '@countersign/errors';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { readFresh, type SealedSecrets } from '../../../administration/index.ts';
import type { MailPassword, PasswordMark } from '../../application/ports/mail-server.ts';

interface SecretRow {
  readonly id: string;
  readonly secret_sealed: Buffer;
  readonly updated_at: Date;
  readonly updated_by: string;
}

const NAME = 'mail_server.password';
/** The row's own id is part of what seals it, and there is one row. */
const ID = '00000000-0000-7000-8000-00000000a11a';
const LOCATION = { table: 'company_secrets', column: 'secret_sealed', row: ID };

/** The password of the mail server in `company_secrets`, sealed. */
export class PostgresMailPassword implements MailPassword {
  readonly #database: Database;
  readonly #secrets: SealedSecrets;

  constructor(database: Database, secrets: SealedSecrets) {
    this.#database = database;
    this.#secrets = secrets;
  }

  async mark(): Promise<PasswordMark | undefined> {
    const row = await this.#row();
    return row === undefined ? undefined : { setAt: row.updated_at.getTime(), setBy: row.updated_by };
  }

  async open(): Promise<SecretBytes | undefined> {
    const row = await this.#row();
    return row === undefined ? undefined : this.#secrets.open(row.secret_sealed, LOCATION);
  }

  async set({ manager }: Transaction, password: SecretBytes | undefined, mark: PasswordMark): Promise<void> {
    if (password === undefined) {
      await manager.query('DELETE FROM company_secrets WHERE name = $1', [NAME]);
      return;
    }
    const { sealed, keyId } = this.#secrets.seal(password, LOCATION);
    await manager.query(
      `INSERT INTO company_secrets (id, name, secret_sealed, sealed_with, updated_at, updated_by)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO UPDATE SET secret_sealed = excluded.secret_sealed,
         sealed_with = excluded.sealed_with, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [ID, NAME, sealed, keyId, new Date(mark.setAt), mark.setBy],
    );
  }

  async #row(): Promise<SecretRow | undefined> {
    const rows: SecretRow[] = await readFresh(
      this.#database,
      async (manager) =>
        await manager.query('SELECT id, secret_sealed, updated_at, updated_by FROM company_secrets WHERE name = $1', [
          NAME,
        ]),
    );
    return rows[0];
  }
}
