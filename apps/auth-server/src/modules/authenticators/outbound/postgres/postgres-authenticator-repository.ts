import type { E164Phone } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { EntityManager } from 'typeorm';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { isRecordId, isUniqueViolation, readFresh } from '../../../administration/index.ts';
import type {
  AuthenticatorRepository,
  AuthenticatorRow,
  StoredOath,
} from '../../application/ports/authenticator-repository.ts';

const CHUNK = 1000;

interface SelectedRow {
  readonly id: string;
  readonly user_id: string | null;
  readonly kind: string;
  readonly state: string;
  readonly name: string;
  readonly serial_number: string | null;
  readonly secret_sealed: Buffer | null;
  readonly parameters: unknown;
  readonly drift_steps: number;
  readonly last_accepted: string;
}

const SELECT = `
  SELECT id, user_id, kind, state, name, serial_number, secret_sealed, parameters, drift_steps, last_accepted
  FROM authenticators`;

/** Authenticators in Postgres. */
export class PostgresAuthenticatorRepository implements AuthenticatorRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async existingSerials(serialNumbers: readonly string[]): Promise<ReadonlySet<string>> {
    return await readFresh(this.#database, async (manager) => await selectSerials(manager, serialNumbers));
  }

  async existingSerialsInside(
    { manager }: Transaction,
    serialNumbers: readonly string[],
  ): Promise<ReadonlySet<string>> {
    return await selectSerials(manager, serialNumbers);
  }

  async addOath({ manager }: Transaction, authenticators: readonly StoredOath[]): Promise<void> {
    try {
      for (let at = 0; at < authenticators.length; at += CHUNK) {
        await insertOath(manager, authenticators.slice(at, at + CHUNK));
      }
    } catch (cause) {
      if (!isUniqueViolation(cause)) throw cause;
      throw new DomainError('already_exists', 'A token with one of these serial numbers exists already.', {
        field: 'serial_number',
        cause,
      });
    }
  }

  async addPhone(
    { manager }: Transaction,
    { id, userId, name, phone, at }: { id: string; userId: string; name: string; phone: E164Phone; at: number },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO authenticators (id, user_id, kind, state, name, parameters, bound_at, created_at)
       VALUES ($1, $2, 'phone', 'active', $3, $4, $5, $5)`,
      [id, userId, name, JSON.stringify(phone), new Date(at)],
    );
  }

  async lockOfUser({ manager }: Transaction, userId: string): Promise<readonly AuthenticatorRow[]> {
    const rows: SelectedRow[] = await manager.query(`${SELECT} WHERE user_id = $1 ORDER BY id FOR UPDATE`, [userId]);
    return rows.map(toRow);
  }

  async lockBySerial({ manager }: Transaction, serialNumber: string): Promise<AuthenticatorRow | undefined> {
    const [row]: SelectedRow[] = await manager.query(`${SELECT} WHERE serial_number = $1 FOR UPDATE`, [serialNumber]);
    return row === undefined ? undefined : toRow(row);
  }

  async findNamed({ manager }: Transaction, named: string): Promise<AuthenticatorRow | undefined> {
    const column = isRecordId(named.toLowerCase()) ? 'id' : 'serial_number';
    const [row]: SelectedRow[] = await manager.query(`${SELECT} WHERE ${column} = $1`, [
      column === 'id' ? named.toLowerCase() : named,
    ]);
    return row === undefined ? undefined : toRow(row);
  }

  async lockById({ manager }: Transaction, id: string): Promise<AuthenticatorRow | undefined> {
    const [row]: SelectedRow[] = await manager.query(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]);
    return row === undefined ? undefined : toRow(row);
  }

  async unbind({ manager }: Transaction, id: string): Promise<void> {
    await manager.query('UPDATE authenticators SET user_id = NULL, bound_at = NULL WHERE id = $1', [id]);
  }

  async setState({ manager }: Transaction, id: string, state: 'active' | 'suspended' | 'revoked'): Promise<void> {
    await manager.query('UPDATE authenticators SET state = $2 WHERE id = $1', [id, state]);
  }

  async bind({ manager }: Transaction, id: string, userId: string, at: number): Promise<void> {
    await manager.query('UPDATE authenticators SET user_id = $2, bound_at = $3 WHERE id = $1', [
      id,
      userId,
      new Date(at),
    ]);
  }

  async remove({ manager }: Transaction, id: string): Promise<void> {
    await manager.query('DELETE FROM authenticators WHERE id = $1', [id]);
  }

  async moveTo({ manager }: Transaction, id: string, lastAccepted: number, driftSteps: number): Promise<void> {
    await manager.query(
      'UPDATE authenticators SET last_accepted = greatest(last_accepted, $2), drift_steps = $3 WHERE id = $1',
      [id, lastAccepted, driftSteps],
    );
  }

  async replaceRecoveryCodes(
    { manager }: Transaction,
    set: Parameters<AuthenticatorRepository['replaceRecoveryCodes']>[1],
  ): Promise<void> {
    await manager.query(`DELETE FROM authenticators WHERE user_id = $1 AND kind = 'recovery_codes'`, [set.userId]);
    await manager.query(
      `INSERT INTO authenticators (id, user_id, kind, state, name, bound_at, created_at)
       VALUES ($1, $2, 'recovery_codes', 'active', 'Recovery codes', $3, $3)`,
      [set.id, set.userId, new Date(set.at)],
    );
    await manager.query(
      `INSERT INTO recovery_codes (id, authenticator_id, code_hash)
       SELECT id, $1, hash FROM unnest($2::uuid[], $3::bytea[]) AS c(id, hash)`,
      [set.id, set.codes.map(({ id }) => id), set.codes.map(({ hash }) => hash)],
    );
  }
}

async function insertOath(manager: EntityManager, chunk: readonly StoredOath[]): Promise<void> {
  await manager.query(
    `INSERT INTO authenticators (id, user_id, kind, state, name, serial_number, secret_sealed, sealed_with, parameters,
       drift_steps, last_accepted, bound_at, created_at)
     SELECT j.id, j.user_id, j.kind, 'active', j.name, j.serial_number, decode(j.secret_sealed, 'base64'), j.sealed_with,
       j.parameters, j.drift_steps, j.last_accepted, CASE WHEN j.user_id IS NULL THEN NULL ELSE j.at END, j.at
     FROM jsonb_to_recordset($1::jsonb) AS j(id uuid, user_id uuid, kind text, name text, serial_number text,
       secret_sealed text, sealed_with text, parameters jsonb, drift_steps int, last_accepted bigint, at timestamptz)`,
    [JSON.stringify(chunk.map(toJson))],
  );
}

function toJson(oath: StoredOath) {
  return {
    id: oath.id,
    user_id: oath.userId ?? null,
    kind: oath.kind,
    name: oath.name,
    serial_number: oath.serialNumber ?? null,
    secret_sealed: oath.secret.sealed.toString('base64'),
    sealed_with: oath.secret.keyId,
    parameters: oath.parameters,
    drift_steps: oath.driftSteps,
    last_accepted: oath.lastAccepted,
    at: new Date(oath.at).toISOString(),
  };
}

async function selectSerials(manager: EntityManager, serialNumbers: readonly string[]): Promise<ReadonlySet<string>> {
  const rows: { serial_number: string }[] = await manager.query(
    'SELECT serial_number FROM authenticators WHERE serial_number = ANY($1::text[])',
    [serialNumbers],
  );
  return new Set(rows.map(({ serial_number: serialNumber }) => serialNumber));
}

function toRow(row: SelectedRow): AuthenticatorRow {
  return {
    id: row.id,
    userId: row.user_id ?? undefined,
    kind: row.kind,
    state: row.state,
    name: row.name,
    serialNumber: row.serial_number ?? undefined,
    secretSealed: row.secret_sealed ?? undefined,
    parameters: row.parameters,
    driftSteps: row.drift_steps,
    lastAccepted: wholeNumber(row.last_accepted),
  };
}
