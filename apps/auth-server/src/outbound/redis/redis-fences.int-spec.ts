import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aTestRedis, type TestRedis } from '@countersign/testing';
import { Redis } from 'ioredis';
import { RedisSharedEpoch } from './redis-shared-epoch.ts';
import { RedisUserVersionFence } from './redis-user-version-fence.ts';

describe('what is fenced in Redis', () => {
  let redis: TestRedis;
  let client: Redis;
  beforeAll(async () => {
    redis = await aTestRedis();
    client = new Redis(redis.url, { maxRetriesPerRequest: 1 });
  });
  beforeEach(async () => {
    await redis.clear();
  });
  afterAll(() => {
    client.disconnect();
  });
  const version = async () => await client.hget('cs:u:u1', 'ver');

  it('raises the version of a user and never lets it fall by raising', async () => {
    const fence = new RedisUserVersionFence({ client });
    await fence.raise('u1', 10);
    await fence.raise('u1', 9);
    expect(await version()).toBe('10');
  });

  it('takes a version back when the database says so, and never forward', async () => {
    const fence = new RedisUserVersionFence({ client });
    await fence.raise('u1', 10);
    await fence.settle('u1', 9);
    expect(await version()).toBe('9');
    await fence.settle('u1', 12);
    expect(await version()).toBe('9');
  });

  it('refuses a change when Redis does not answer', async () => {
    const gone = new Redis(1, '127.0.0.1', { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
    gone.on('error', () => undefined);
    const fence = new RedisUserVersionFence({ client: gone });
    await expect(fence.raise('u1', 2)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
    gone.disconnect();
  });

  it('keeps the highest timeline for all servers', async () => {
    const epoch = new RedisSharedEpoch({ client });
    expect(await epoch.read()).toBe(0);
    expect(await epoch.raise(9)).toBe(9);
    expect(await epoch.raise(10)).toBe(10);
    expect(await epoch.raise(2)).toBe(10);
    expect(await epoch.read()).toBe(10);
  });
});
