import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type PostgresPair, startPostgresPair } from './start-postgres-pair.ts';

describe('startPostgresPair', () => {
  let pair: PostgresPair;

  beforeAll(async () => {
    pair = await startPostgresPair();
  }, 60_000);
  afterAll(async () => {
    await pair.remove();
  });

  it('streams from the primary to the replica, promotes the replica and takes the old primary back', async () => {
    const { primary, replica } = pair;
    await primary.query('CREATE TABLE t (n int)', [], pair.database);
    await primary.query('INSERT INTO t VALUES (1)', [], pair.database);
    await pair.waitUntilReplicated();
    expect(await replica.query('SELECT n FROM t', [], pair.database)).toEqual([{ n: 1 }]);
    await expect(replica.query('INSERT INTO t VALUES (9)', [], pair.database)).rejects.toMatchObject({ code: '25006' });

    await primary.crash();
    await replica.promote();
    await replica.query('INSERT INTO t VALUES (2)', [], pair.database);
    expect(replica.timelineOnDisk).toBe(2);
    expect(primary.timelineOnDisk).toBe(1);

    await pair.rejoin(primary, replica);
    expect(primary.isStandby).toBe(true);
    expect(await primary.query('SELECT n FROM t ORDER BY n', [], pair.database)).toEqual([{ n: 1 }, { n: 2 }]);
  }, 60_000);

  it('hangs a server with its connections open, and wakes it', async () => {
    const { replica } = pair;
    const client = await replica.connect();
    replica.hang();
    let answered = false;
    const answer = client.query('SELECT 1 AS one').then(({ rows }) => {
      answered = true;
      return rows;
    });
    const newcomer = new pg.Client({ host: '127.0.0.1', port: replica.port, connectionTimeoutMillis: 300 });
    newcomer.on('error', () => undefined);
    const refused = await newcomer.connect().then(
      () => 'connected',
      () => 'no answer',
    );
    expect({ refused, answered }).toEqual({ refused: 'no answer', answered: false });
    replica.wake();
    expect(await answer).toEqual([{ one: 1 }]);
    await client.end();
  }, 30_000);
});
