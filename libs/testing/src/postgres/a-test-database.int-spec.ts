import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
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

  it('lets the application use the tables of the owner, and make none', async () => {
    const database = await aTestDatabase({ migrated: false });
    const owner = new pg.Client({ connectionString: database.owner.url });
    await owner.connect();
    await owner.query('CREATE TABLE things (n int)');
    await owner.end();
    const app = new pg.Client({ connectionString: database.app.url });
    await app.connect();
    await app.query('INSERT INTO things VALUES (1)');
    expect((await app.query('SELECT n FROM things')).rows).toEqual([{ n: 1 }]);
    await expect(app.query('CREATE TABLE more (n int)')).rejects.toMatchObject({ code: '42501' });
    await app.end();
    await database.drop();
  });
});
