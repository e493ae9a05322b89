import {
  type AdministrationScope,
  builtInRole,
  isPermission,
  type Permission,
  type RightsHolder,
} from '@countersign/domain';
import type { Database } from '../../../../platform/database.ts';
import type { AdministratorRights } from '../../../../platform/principal.ts';
import type { Administrators } from '../../application/ports/administrators.ts';
import { readFresh } from './read-fresh.ts';

interface Row {
  readonly role_id: string;
  readonly scope_groups: string[] | null;
  readonly status: string;
  readonly is_enabled: boolean;
  readonly role_name: string | null;
  readonly role_permissions: string[] | null;
}

const SELECT = `
  SELECT a.role_id, a.scope_groups, a.status, u.is_enabled, r.name AS role_name, r.permissions AS role_permissions
  FROM administrators a
  JOIN users u ON u.id = a.user_id
  LEFT JOIN administrator_roles r ON r.id::text = a.role_id
  WHERE a.user_id = $1`;

/** {@link Administrators} in Postgres. */
export class PostgresAdministrators implements Administrators {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(userId: string): Promise<AdministratorRights | undefined> {
    const row = await this.#row(userId);
    return row?.status === 'active' && row.is_enabled ? rightsOf(row) : undefined;
  }

  async assigned(userId: string): Promise<RightsHolder | undefined> {
    const row = await this.#row(userId);
    return row === undefined ? undefined : { userId, ...rightsOf(row) };
  }

  async #row(userId: string): Promise<Row | undefined> {
    const rows = await readFresh<Row[]>(this.#database, async (manager) => await manager.query(SELECT, [userId]));
    return rows[0];
  }
}

function rightsOf(row: Row): AdministratorRights {
  const role = builtInRole(row.role_id);
  return {
    roleId: row.role_id,
    roleName: role?.name ?? row.role_name ?? row.role_id,
    permissions: role?.permissions ?? permissionsOf(row.role_permissions),
    scope: scopeOf(row.scope_groups),
  };
}

/** A permission that this release does not know gives nothing. */
export function permissionsOf(stored: readonly string[] | null): ReadonlySet<Permission> {
  return new Set((stored ?? []).filter(isPermission));
}

/** Null means everything; an empty list means nobody. */
export function scopeOf(groups: readonly string[] | null): AdministrationScope {
  return groups === null ? { kind: 'everything' } : { kind: 'groups', groups };
}
