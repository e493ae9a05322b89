import { DomainError } from '@countersign/errors';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { isUniqueViolation, permissionsOf, readFresh, scopeOf } from '../../../administration/index.ts';
import type {
  AdministratorRepository,
  Appointment,
  CustomRole,
  ListedAdministrator,
} from '../../application/ports/administrator-repository.ts';

interface AppointmentRow {
  readonly user_id: string;
  readonly role_id: string;
  readonly scope_groups: string[] | null;
  readonly status: string;
  readonly version: string;
}

interface ListedRow extends AppointmentRow {
  readonly user_name: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly mail: string;
  readonly is_enabled: boolean;
  readonly factors: string[];
  readonly last_sign_in_at: Date | null;
  readonly created_at: Date;
  readonly added_by: string;
}

interface RoleRow {
  readonly id: string;
  readonly name: string;
  readonly permissions: string[];
  readonly version: string;
}

const LIST = `
  SELECT a.user_id, a.role_id, a.scope_groups, a.status, a.version, a.created_at, a.added_by,
    u.user_name, u.first_name, u.last_name, u.mail, u.is_enabled,
    ARRAY(SELECT DISTINCT x.kind FROM authenticators x WHERE x.user_id = u.id AND x.state = 'active' ORDER BY 1) AS factors,
    (SELECT max(j.occurred_at) FROM journal j WHERE j.user_id = u.id AND j.kind = 'authentication'
       AND j.outcome = 'accepted' AND j.occurred_at > now() - interval '400 days') AS last_sign_in_at
  FROM administrators a JOIN users u ON u.id = a.user_id
  ORDER BY u.user_name`;

const ROLES = 'SELECT id, name, permissions, version FROM administrator_roles ORDER BY name';

/** {@link AdministratorRepository} in Postgres. */
export class PostgresAdministratorRepository implements AdministratorRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(): Promise<readonly ListedAdministrator[]> {
    const rows = await readFresh<ListedRow[]>(this.#database, async (manager) => await manager.query(LIST));
    return rows.map((row) => ({
      ...toAppointment(row),
      userName: row.user_name,
      firstName: row.first_name,
      lastName: row.last_name,
      mail: row.mail,
      isUserEnabled: row.is_enabled,
      factors: row.factors,
      lastSignInAt: row.last_sign_in_at?.getTime() ?? 0,
      addedAt: row.created_at.getTime(),
      addedBy: row.added_by,
    }));
  }

  async roles(): Promise<readonly CustomRole[]> {
    const rows = await readFresh<RoleRow[]>(this.#database, async (manager) => await manager.query(ROLES));
    return rows.map(toRole);
  }

  async lock({ manager }: Transaction): Promise<void> {
    // Rules speak of all of them together (the last Owner), so changes go one after the other; reading goes on.
    await manager.query('LOCK TABLE administrators, administrator_roles IN SHARE ROW EXCLUSIVE MODE');
  }

  async find({ manager }: Transaction, userId: string): Promise<Appointment | undefined> {
    const rows: AppointmentRow[] = await manager.query(
      'SELECT user_id, role_id, scope_groups, status, version FROM administrators WHERE user_id = $1',
      [userId],
    );
    return rows[0] === undefined ? undefined : toAppointment(rows[0]);
  }

  async owners({ manager }: Transaction): Promise<readonly string[]> {
    const rows: { user_id: string }[] = await manager.query(
      `SELECT a.user_id FROM administrators a JOIN users u ON u.id = a.user_id
       WHERE a.role_id = 'owner' AND a.status = 'active' AND u.is_enabled`,
    );
    return rows.map((row) => row.user_id);
  }

  async put({ manager }: Transaction, appointment: Appointment, by: string, at: number): Promise<void> {
    const { userId, roleId, scope, isSuspended, version } = appointment;
    await manager.query(
      `INSERT INTO administrators (user_id, role_id, scope_groups, status, version, added_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
       ON CONFLICT (user_id) DO UPDATE SET role_id = excluded.role_id, scope_groups = excluded.scope_groups,
         status = excluded.status, version = excluded.version, updated_at = excluded.updated_at`,
      [
        userId,
        roleId,
        scope.kind === 'everything' ? null : [...scope.groups],
        isSuspended ? 'suspended' : 'active',
        version,
        by,
        new Date(at),
      ],
    );
  }

  async remove({ manager }: Transaction, userId: string): Promise<void> {
    await manager.query('DELETE FROM administrators WHERE user_id = $1', [userId]);
  }

  async rolesInside({ manager }: Transaction): Promise<readonly CustomRole[]> {
    const rows: RoleRow[] = await manager.query(ROLES);
    return rows.map(toRole);
  }

  async putRole({ manager }: Transaction, role: CustomRole, at: number): Promise<void> {
    try {
      await manager.query(
        `INSERT INTO administrator_roles (id, name, permissions, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, permissions = excluded.permissions,
           version = excluded.version, updated_at = excluded.updated_at`,
        [role.id, role.name, [...role.permissions], role.version, new Date(at)],
      );
    } catch (cause) {
      if (!isUniqueViolation(cause)) throw cause;
      throw new DomainError('already_exists', `There is a role "${role.name}" already.`, { field: 'name', cause });
    }
  }

  async removeRole({ manager }: Transaction, id: string): Promise<void> {
    await manager.query('DELETE FROM administrator_roles WHERE id = $1', [id]);
  }

  async holders({ manager }: Transaction, roleId: string): Promise<number> {
    const rows: { holders: number }[] = await manager.query(
      'SELECT count(*)::int AS holders FROM administrators WHERE role_id = $1',
      [roleId],
    );
    return rows[0]?.holders ?? 0;
  }

  async hasNarrowedHolder({ manager }: Transaction, roleId: string): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      'SELECT 1 FROM administrators WHERE role_id = $1 AND scope_groups IS NOT NULL LIMIT 1',
      [roleId],
    );
    return rows.length > 0;
  }

  async removeAuthenticators({ manager }: Transaction, userId: string): Promise<number> {
    const answer: unknown = await manager.query('DELETE FROM authenticators WHERE user_id = $1 RETURNING id', [userId]);
    // For DELETE the library answers rows and their count.
    const [rows] = answer as [unknown[], number];
    return rows.length;
  }
}

function toAppointment(row: AppointmentRow): Appointment {
  return {
    userId: row.user_id,
    roleId: row.role_id,
    scope: scopeOf(row.scope_groups),
    isSuspended: row.status === 'suspended',
    version: Number(row.version),
  };
}

function toRole({ id, name, permissions, version }: RoleRow): CustomRole {
  return { id, name, permissions: permissionsOf(permissions), version: Number(version) };
}
