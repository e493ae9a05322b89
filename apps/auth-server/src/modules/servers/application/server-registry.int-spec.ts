import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aTestRedis, type TestRedis } from '@countersign/testing';
import { Redis } from 'ioredis';
import type { RedisConnection } from '../../../outbound/redis/redis-connection.ts';
import type { Database, DatabaseMode } from '../../../platform/database.ts';
import { RedisServerDirectory } from '../outbound/redis/redis-server-directory.ts';
import { ServerRegistry } from './server-registry.ts';

describe('ServerRegistry', () => {
  let redis: TestRedis;
  let client: Redis;
  let now = 1_000;
  let mode: Partial<DatabaseMode>;
  beforeAll(async () => {
    redis = await aTestRedis();
    client = new Redis(redis.url, { maxRetriesPerRequest: 1 });
  });
  beforeEach(async () => {
    await redis.clear();
    mode = { kind: 'normal', primary: 'pg-1' };
  });
  afterAll(() => {
    client.disconnect();
  });

  const directory = () => new RedisServerDirectory({ client } as RedisConnection);
  const database = { mode: () => mode, nodes: () => [] } as unknown as Database;
  const registry = (name: string, databaseNode: string) =>
    new ServerRegistry(directory(), database, { name, version: '1', address: 'h:1', databaseNode }, () => now);

  it('tells master from subordinate by the database that is written to', async () => {
    const [one, two] = [registry('mfa-1', 'pg-1'), registry('mfa-2', 'pg-2')];
    await Promise.all([one.beat(), two.beat()]);
    expect((await directory().list()).map(({ name, role }) => [name, role])).toEqual([
      ['mfa-1', 'master'],
      ['mfa-2', 'subordinate'],
    ]);
    mode = { kind: 'read_only', primary: undefined };
    await one.beat();
    expect((await directory().list())[0]?.role).toBe('subordinate');
  });

  it('tells of doors and workers while they are connected, and remembers when they were last there', async () => {
    const one = registry('mfa-1', 'pg-1');
    const leave = one.connected('radius-gateway', 'radius-1');
    const leaveAgain = one.connected('radius-gateway', 'radius-1');
    one.connected('delivery-worker', 'worker-1');
    await one.beat();
    leave();
    now = 2_000;
    await one.beat();
    leaveAgain();
    now = 3_000;
    await one.beat();
    const entries = await directory().list();
    expect(entries.map(({ name, role, lastContactAt }) => [name, role, lastContactAt])).toEqual([
      ['mfa-1', 'master', 3_000],
      ['radius-1', 'door', 2_000],
      ['worker-1', 'worker', 3_000],
    ]);
  });

  it('leaves out an entry that it cannot read', async () => {
    await client.hset('cs:servers', 'strange', '{"name":1}', 'broken', '{');
    await registry('mfa-1', 'pg-1').beat();
    expect((await directory().list()).map(({ name }) => name)).toEqual(['mfa-1']);
  });
});
