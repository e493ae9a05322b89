import type { PostgresNode } from './postgres-node.ts';

/** Names and passwords of what the product's database needs. */
export interface DatabaseRoles {
  readonly database: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
}

/** Owner of the schema: only migrations connect as this role. */
export const OWNER_ROLE = 'countersign_owner';
/** What `auth-server` connects as: reads and writes rows, owns nothing. */
export const APP_ROLE = 'countersign';

/**
 * Makes the roles and the database where they are missing. The application may promote the server it is paired with and
 * read the replication state (`pg_monitor`); on tables it has what the migrations grant it, and nothing else.
 */
export async function ensureDatabase(node: PostgresNode, roles: DatabaseRoles): Promise<void> {
  const { database, ownerPassword, appPassword } = roles;
  const client = await node.connect();
  try {
    for (const [role, password] of [
      [OWNER_ROLE, ownerPassword],
      [APP_ROLE, appPassword],
    ] as const) {
      const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
      await client.query(`${verb} ROLE ${role} LOGIN PASSWORD '${password.replaceAll("'", "''")}'`);
    }
    await client.query(`GRANT pg_monitor TO ${APP_ROLE}`);
    // After a promotion the other replicas are made to follow the new primary.
    await client.query(`GRANT ALTER SYSTEM ON PARAMETER primary_conninfo, primary_slot_name TO ${APP_ROLE}`);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${OWNER_ROLE}`);
  } finally {
    await client.end();
  }
  await grantInside(node, database);
}

async function grantInside(node: PostgresNode, database: string): Promise<void> {
  const client = await node.connect(database);
  try {
    await client.query(`REVOKE CONNECT ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${APP_ROLE}`);
    await client.query(`GRANT USAGE ON SCHEMA public TO ${APP_ROLE}`);
    await client.query(`GRANT EXECUTE ON FUNCTION pg_promote(boolean, integer), pg_reload_conf() TO ${APP_ROLE}`);
  } finally {
    await client.end();
  }
}
