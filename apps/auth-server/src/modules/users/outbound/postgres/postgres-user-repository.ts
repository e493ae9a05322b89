import { DomainError } from '@countersign/errors';
import type { EntityManager } from 'typeorm';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { isUniqueViolation, readFresh } from '../../../administration/index.ts';
import type { ManagedUser } from '../../application/ports/managed-user.ts';
import type {
  AddedUser,
  ChangedUser,
  PinChange,
  UserPageQuery,
  UserReference,
  UserRepository,
} from '../../application/ports/user-repository.ts';
import { toManagedUser, type UserRow } from './user-row.mapper.ts';
import { SELECT_USER } from './user-select.sql.ts';
import { insertUsers, updateUsers } from './write-users.ts';

/** Users in Postgres, for administrators. */
export class PostgresUserRepository implements UserRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(reference: UserReference): Promise<ManagedUser | undefined> {
    return await readFresh(this.#database, async (manager) => await selectOne(manager, reference));
  }

  async list(query: UserPageQuery): Promise<readonly ManagedUser[]> {
    const rows = await readFresh<UserRow[]>(
      this.#database,
      async (manager) =>
        await manager.query(`${SELECT_USER} ${PAGE}`, [
          query.after,
          query.search === '' ? null : `%${query.search.replaceAll(/[\\%_]/g, '\\$&')}%`,
          query.isEnabled ?? null,
          query.group === '' ? null : query.group,
          query.size,
        ]),
    );
    return rows.map(toManagedUser);
  }

  async owners(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return await readFresh(this.#database, async (manager) => await selectOwners(manager, names));
  }

  async pinHashes(userId: string, depth: number): Promise<readonly string[]> {
    const rows = await readFresh<{ pin_hash: string }[]>(
      this.#database,
      async (manager) => await manager.query(SELECT_PINS, [userId, depth]),
    );
    return rows.map(({ pin_hash: hash }) => hash);
  }

  async lock({ manager }: Transaction, reference: UserReference): Promise<ManagedUser | undefined> {
    const id = await idOf(manager, reference);
    if (id === undefined) return undefined;
    // First the row alone: what belongs to it is read once nobody else can change it.
    await manager.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [id]);
    return await selectOne(manager, { id });
  }

  async ownersInside({ manager }: Transaction, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return await selectOwners(manager, names);
  }

  async add({ manager }: Transaction, users: readonly AddedUser[]): Promise<void> {
    await refusingTakenNames(async () => await insertUsers(manager, users));
  }

  async change({ manager }: Transaction, users: readonly ChangedUser[]): Promise<void> {
    await refusingTakenNames(async () => await updateUsers(manager, users));
  }

  async remove({ manager }: Transaction, userId: string): Promise<void> {
    await manager.query('DELETE FROM users WHERE id = $1', [userId]);
  }

  async removeAuthenticators({ manager }: Transaction, userId: string, onlyId: string | undefined): Promise<number> {
    const these = 'user_id = $1 AND ($2::uuid IS NULL OR id = $2)';
    const values = [userId, onlyId ?? null];
    const [, kept] = (await manager.query(
      `UPDATE authenticators SET user_id = NULL, bound_at = NULL WHERE ${these} AND serial_number IS NOT NULL`,
      values,
    )) as [unknown[], number];
    const [, removed] = (await manager.query(`DELETE FROM authenticators WHERE ${these}`, values)) as [
      unknown[],
      number,
    ];
    return kept + removed;
  }

  async setPassword(
    { manager }: Transaction,
    userId: string,
    hash: string | undefined,
    changedAt: number,
  ): Promise<void> {
    await manager.query(
      'UPDATE users SET password_hash = $2, password_changed_at = $3, updated_at = $3 WHERE id = $1',
      [userId, hash ?? null, new Date(changedAt)],
    );
  }

  async setPin({ manager }: Transaction, change: PinChange): Promise<void> {
    const { userId, changedAt, historyDepth } = change;
    await manager.query(KEEP_PIN, [userId, new Date(changedAt)]);
    await manager.query(TRIM_PINS, [userId, historyDepth]);
    await manager.query(
      `UPDATE users SET pin_hash = $2, pin_changed_at = $3, pin_change_required = $4, oath_pin_mode = $5, updated_at = $3
       WHERE id = $1`,
      [userId, change.pinHash, new Date(changedAt), change.isChangeRequired, change.isOathPinMode],
    );
  }
}

const PAGE = `
  WHERE u.user_name > $1 AND u.deleted_at IS NULL
    AND ($2::text IS NULL OR u.user_name LIKE $2 OR lower(u.mail) LIKE $2
      OR lower(u.first_name || ' ' || u.last_name) LIKE $2
      OR EXISTS (SELECT 1 FROM user_names n WHERE n.user_id = u.id AND n.canonical_name LIKE $2))
    AND ($3::boolean IS NULL OR u.is_enabled = $3)
    AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM user_groups g WHERE g.user_id = u.id AND g.group_name = $4))
  ORDER BY u.user_name LIMIT $5`;

const SELECT_PINS = `
  SELECT pin_hash FROM (
    SELECT pin_hash, coalesce(pin_changed_at, now()) AS changed_at FROM users WHERE id = $1 AND pin_hash IS NOT NULL
    UNION ALL SELECT pin_hash, changed_at FROM pin_history WHERE user_id = $1) AS pins
  ORDER BY changed_at DESC LIMIT $2`;

const KEEP_PIN = `
  INSERT INTO pin_history (user_id, pin_hash, changed_at)
  SELECT id, pin_hash, coalesce(pin_changed_at, $2) FROM users WHERE id = $1 AND pin_hash IS NOT NULL
  ON CONFLICT (user_id, changed_at) DO NOTHING`;

const TRIM_PINS = `
  DELETE FROM pin_history WHERE user_id = $1 AND changed_at NOT IN (
    SELECT changed_at FROM pin_history WHERE user_id = $1 ORDER BY changed_at DESC LIMIT $2)`;

async function selectOne(manager: EntityManager, reference: UserReference): Promise<ManagedUser | undefined> {
  const id = await idOf(manager, reference);
  if (id === undefined) return undefined;
  const [row]: UserRow[] = await manager.query(`${SELECT_USER} WHERE u.id = $1 AND u.deleted_at IS NULL`, [id]);
  return row === undefined ? undefined : toManagedUser(row);
}

/** The first of the names that somebody has decides, as at a sign-in. */
async function idOf(manager: EntityManager, reference: UserReference): Promise<string | undefined> {
  if ('id' in reference) return reference.id;
  const owners = await selectOwners(manager, reference.names);
  const name = reference.names.find((each) => owners.has(each));
  return name === undefined ? undefined : owners.get(name);
}

async function selectOwners(manager: EntityManager, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const rows: { canonical_name: string; user_id: string }[] = await manager.query(
    'SELECT canonical_name, user_id FROM user_names WHERE canonical_name = ANY($1::text[])',
    [names],
  );
  return new Map(rows.map(({ canonical_name: name, user_id: userId }) => [name, userId]));
}

/** Two administrators may take a name at the same moment: the database decides. */
async function refusingTakenNames(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new DomainError('already_exists', 'One of the names leads to another user already.', {
      field: 'user_name',
      cause,
    });
  }
}
