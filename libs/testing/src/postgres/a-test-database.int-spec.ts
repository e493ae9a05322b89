import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { repositoryRoot } from '../repository.ts';
import { aTestDatabase } from './a-test-database.ts';

describe('aTestDatabase', () => {
  it('gives a database that only its caller sees', async () => {
    const one = await aTestDatabase();
    const other = await aTestDatabase();
    await one.query('CREATE TABLE only_here (n int)');
    const seen = await other.query<{ found: string | null }>("SELECT to_regclass('only_here') AS found");
    expect(seen).toEqual([{ found: null }]);
    await Promise.all([one.drop(), other.drop()]);
  });

  it('gives the application what the owner grants it, and nothing else', async () => {
    const database = await aTestDatabase({ migrated: false });
    const owner = new pg.Client({ connectionString: database.owner.url });
    await owner.connect();
    await owner.query(
      'CREATE TABLE granted (n int); CREATE TABLE kept_back (n int); GRANT INSERT ON granted TO countersign',
    );
    await owner.end();
    const app = new pg.Client({ connectionString: database.app.url });
    await app.connect();
    await app.query('INSERT INTO granted VALUES (1)');
    for (const statement of ['SELECT n FROM kept_back', 'SELECT n FROM granted', 'CREATE TABLE more (n int)']) {
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    await app.end();
    await database.drop();
  });

  it('has the tables of the migrations where they are built', async () => {
    const database = await aTestDatabase();
    const [row] = await database.query<{ found: string | null }>("SELECT to_regclass('migrations') AS found");
    const isBuilt = existsSync(path.join(repositoryRoot(), 'apps/auth-server/dist/migrate.js'));
    expect(row?.found).toBe(isBuilt ? 'migrations' : null);
    await database.drop();
  });
});
