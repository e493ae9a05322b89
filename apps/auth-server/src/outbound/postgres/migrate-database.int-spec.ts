import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aTestDatabase, type TestDatabase } from '@countersign/testing';
import pg from 'pg';
import { MIGRATIONS } from './migrations/index.ts';
import { migrateDatabase, schemaDrift } from './migrate-database.ts';

describe('migrateDatabase', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await aTestDatabase({ migrated: false });
  });
  afterEach(async () => {
    await database.drop();
  });
  const migrate = async () => await migrateDatabase({ url: database.owner.url, appRole: database.app.user });

  async function asApp<T>(fn: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: database.app.url });
    await client.connect();
    try {
      return await fn(client);
    } finally {
      await client.end();
    }
  }

  it('makes the schema that the records describe, and finds nothing to do the second time', async () => {
    expect(await migrate()).toEqual(MIGRATIONS.map((Migration) => new Migration().name));
    expect(await schemaDrift(database.owner.url)).toEqual([]);
    expect(await migrate()).toEqual([]);
  });

  it('notices when a table and its record differ', async () => {
    await migrate();
    await database.query('ALTER TABLE users DROP COLUMN mail CASCADE');
    expect(await schemaDrift(database.owner.url)).toEqual([expect.stringContaining('"mail"')]);
  });

  it('runs once when two jobs start together', async () => {
    const both = await Promise.all([migrate(), migrate()]);
    expect(both.flat()).toEqual(MIGRATIONS.map((Migration) => new Migration().name));
  });

  it('gives up soon when a lock is held, and leaves nothing behind', async () => {
    await migrate();
    await database.query('DELETE FROM migrations');
    const holder = new pg.Client({ connectionString: database.superuser.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE migrations');
    const attempt = migrateDatabase({ url: database.owner.url, appRole: database.app.user, lockTimeoutMs: 100 });
    await expect(attempt).rejects.toMatchObject({ code: '55P03' });
    await holder.end();
  });

  it('lets the application add to the journal and read it, never change or remove a row', async () => {
    await migrate();
    await asApp(async (client) => {
      await client.query(
        `INSERT INTO journal (sequence, event_id, occurred_at, kind, previous_hash, hash)
         VALUES (1, gen_random_uuid(), now(), 'server', '', '')`,
      );
      expect((await client.query('SELECT sequence FROM journal')).rows).toEqual([{ sequence: '1' }]);
      const { rows } = await client.query<{ partition: string }>('SELECT tableoid::regclass AS partition FROM journal');
      const partition = rows[0]?.partition ?? '';
      for (const table of ['journal', partition]) {
        await expect(client.query(`UPDATE ${table} SET kind = 'change'`)).rejects.toMatchObject({ code: '42501' });
        await expect(client.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
        await expect(client.query(`TRUNCATE ${table}`)).rejects.toMatchObject({ code: '42501' });
      }
      await expect(client.query(`INSERT INTO ${partition} SELECT * FROM journal`)).rejects.toMatchObject({
        code: '42501',
      });
      await expect(client.query('DELETE FROM journal_head')).rejects.toMatchObject({ code: '42501' });
      await expect(client.query('DELETE FROM migrations')).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('lets the application make the partition of a month, once, and protects it', async () => {
    await migrate();
    await asApp(async (client) => {
      const make = async () => await client.query("SELECT ensure_journal_partition('2031-12-31T23:59:59Z') AS made");
      expect((await make()).rows).toEqual([{ made: true }]);
      expect((await make()).rows).toEqual([{ made: false }]);
      await expect(client.query('DELETE FROM journal_2031_12')).rejects.toMatchObject({ code: '42501' });
      await expect(client.query("SELECT ensure_journal_partition('0099-01-01')")).rejects.toMatchObject({
        code: '22008',
      });
    });
    const [bounds] = await database.query<{ bounds: string }>(
      "SELECT pg_get_expr(relpartbound, oid) AS bounds FROM pg_class WHERE relname = 'journal_2031_12'",
    );
    expect(bounds?.bounds).toContain("FROM ('2031-12-01 00:00:00+00') TO ('2032-01-01 00:00:00+00')");
  });
});
