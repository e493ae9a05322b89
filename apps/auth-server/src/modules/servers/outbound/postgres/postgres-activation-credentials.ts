import type { CommandContext } from '../../../../platform/command-context.ts';
import type { Transaction, UnitOfWork } from '../../../../platform/database.ts';
import type { ActivatedProcess, ActivationCredentials } from '../../application/ports/activation-credentials.ts';

/** {@link ActivationCredentials} in Postgres: used up by one conditional statement on the master. */
export class PostgresActivationCredentials implements ActivationCredentials {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  async add(codeHash: Buffer, process: ActivatedProcess, expiresAt: number, context: CommandContext): Promise<void> {
    // Without the key of the request: a repeat makes another code, because the first one cannot be shown again.
    await this.#unitOfWork.run({ actor: context.actor, now: context.now }, async (tx) => {
      await tx.manager.query(
        `DELETE FROM activation_credentials
          WHERE used_at IS NULL AND (expires_at < $1 OR (service = $2 AND instance = $3))`,
        [new Date(context.now), process.service, process.instance],
      );
      await tx.manager.query(
        'INSERT INTO activation_credentials (code_hash, service, instance, expires_at) VALUES ($1, $2, $3, $4)',
        [codeHash, process.service, process.instance, new Date(expiresAt)],
      );
      const details = { service: process.service, instance: process.instance };
      tx.journal({ action: 'activation_credentials_created', kind: 'server', details });
      return null;
    });
  }

  async consume<T extends { readonly serial: string }>(
    codeHash: Buffer,
    context: CommandContext,
    issue: (process: ActivatedProcess) => Promise<T>,
  ): Promise<T | undefined> {
    const { actor, now } = context;
    return await this.#unitOfWork.run({ actor, now }, async (tx) => {
      const process = await useUp(tx, codeHash, now);
      if (process === undefined) return undefined;
      const issued = await issue(process);
      await note(tx, process, issued.serial, now);
      return issued;
    });
  }
}

/** The condition and the change are one statement, so two users of one code cannot both succeed. */
async function useUp(tx: Transaction, codeHash: Buffer, now: number): Promise<ActivatedProcess | undefined> {
  const answer: unknown = await tx.manager.query(
    `UPDATE activation_credentials SET used_at = $2
      WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2
      RETURNING service, instance`,
    [codeHash, new Date(now)],
  );
  // For UPDATE the library answers rows and their count.
  const [rows] = answer as [ActivatedProcess[], number];
  return rows[0];
}

async function note(tx: Transaction, process: ActivatedProcess, certificateSerial: string, now: number): Promise<void> {
  await tx.manager.query(
    `INSERT INTO servers (name, service, certificate_serial, activated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name) DO UPDATE
       SET service = excluded.service, certificate_serial = excluded.certificate_serial,
           activated_at = excluded.activated_at`,
    [process.instance, process.service, certificateSerial, new Date(now)],
  );
  const details = { service: process.service, instance: process.instance, certificateSerial };
  tx.journal({ action: 'process_activated', kind: 'server', details });
}
