import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { sharedServers } from '../config.ts';

/** Host of every throw-away server. */
const HOST = '127.0.0.1';
/** Made by tools/test/global-setup.mjs: roles and grants only, and the same with all migrations applied. */
const EMPTY = 'countersign_empty';
const MIGRATED = 'countersign_template';

/** How one role connects to a database. */
export interface DatabaseLogin {
  readonly user: string;
  readonly password: string;
  readonly url: string;
}

/** A database of its own for a test file. */
export interface TestDatabase {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** The owner of the schema: migrations. */
  readonly owner: DatabaseLogin;
  /** What `auth-server` connects as. */
  readonly app: DatabaseLogin;
  /** The superuser, to look behind the application's back. */
  readonly superuser: DatabaseLogin;
  /** Runs one statement as the superuser. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Ends its connections and removes it; call it in `afterAll`. */
  drop(): Promise<void>;
}

/**
 * A fresh database on the shared throw-away Postgres, copied from a template that was migrated once (about 0.1 s).
 * With `migrated: false` it is empty, as a migration job finds it.
 */
export async function aTestDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const { postgresPort: port, postgresPassword: password, worker } = sharedServers();
  const name = `test_w${worker}_${randomBytes(5).toString('hex')}`;
  const login = (user: string): DatabaseLogin => ({
    user,
    password,
    url: `postgres://${user}:${encodeURIComponent(password)}@${HOST}:${port}/${name}`,
  });
  const superuser = login('postgres');
  const server = superuser.url.replace(`/${name}`, '/postgres');
  await runOnce(server, `CREATE DATABASE ${name} OWNER countersign_owner TEMPLATE ${migrated ? MIGRATED : EMPTY}`);
  return {
    host: HOST,
    port,
    name,
    owner: login('countersign_owner'),
    app: login('countersign'),
    superuser,
    query: async <Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      await runOnce<Row>(superuser.url, sql, values),
    drop: async () => {
      await runOnce(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function runOnce<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
