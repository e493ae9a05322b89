import { DomainError } from '@countersign/errors';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { grantsFor } from './grants.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { RECORDS } from './records.ts';

/** Any number, the same in every release: two migration jobs never run at once. */
const MIGRATION_LOCK = 4_443_001;

/** What {@link migrateDatabase} needs. */
export interface MigrationOptions {
  /** `postgres://` URL of the owner of the schema, on the primary. */
  readonly url: string;
  /** The role that auth-server connects as. */
  readonly appRole: string;
  /** How long a statement may wait for a lock, before the job gives up rather than hold up sign-ins. */
  readonly lockTimeoutMs?: number;
}

/**
 * Brings the schema to this release and sets what the application may do. Repeating it changes nothing.
 *
 * @returns names of the migrations that were run, oldest first
 * @throws DomainError `master_offline` when the server is a replica
 */
export async function migrateDatabase({ url, appRole, lockTimeoutMs = 2_000 }: MigrationOptions): Promise<string[]> {
  const source = ownerDataSource(url, lockTimeoutMs);
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    const [state] = (await runner.query('SELECT pg_is_in_recovery() AS "isReplica"')) as { isReplica: boolean }[];
    if (state?.isReplica !== false) {
      throw new DomainError('master_offline', 'This server is a replica: run the migration against the master.');
    }
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done = await source.runMigrations({ transaction: 'each' });
    await runner.startTransaction();
    for (const statement of grantsFor(appRole)) await runner.query(statement);
    await runner.commitTransaction();
    return done.map(({ name }) => name);
  } finally {
    // Ends the session, and with it the advisory lock.
    await runner.release();
    await source.destroy();
  }
}

/**
 * Statements that would make the tables what the records say; none when they agree. `journal` and its partitions are not
 * compared: no record describes them.
 */
export async function schemaDrift(url: string): Promise<string[]> {
  const source = ownerDataSource(url, 2_000);
  await source.initialize();
  try {
    return (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await source.destroy();
  }
}

function ownerDataSource(url: string, lockTimeoutMs: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    driver: pg,
    entities: [...RECORDS],
    migrations: [...MIGRATIONS],
    migrationsTableName: 'migrations',
    installExtensions: false,
    connectTimeoutMS: 10_000,
    applicationName: 'countersign-migrate',
    extra: { max: 2, options: `-c lock_timeout=${lockTimeoutMs}` },
  });
}
