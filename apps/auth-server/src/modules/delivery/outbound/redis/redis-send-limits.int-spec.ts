import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyedHash } from '@countersign/crypto';
import { SecretBytes } from '@countersign/errors';
import { aTestRedis, type TestRedis } from '@countersign/testing';
import { Redis } from 'ioredis';
import type { SendRequest } from '../../application/ports/send-limits.ts';
import { RedisSendLimits } from './redis-send-limits.ts';

const HOUR_SECONDS = 3_600;

describe('RedisSendLimits', () => {
  let redis: TestRedis;
  let client: Redis;
  let limits: RedisSendLimits;
  let deliveries = 0;

  beforeAll(async () => {
    redis = await aTestRedis();
    client = new Redis(redis.url);
    limits = new RedisSendLimits({ client }, new KeyedHash(new SecretBytes(Buffer.alloc(32, 1))));
  });
  beforeEach(() => redis.clear());
  afterAll(() => client.quit());

  const take = (over: Partial<SendRequest> = {}): Promise<number> => {
    deliveries += 1;
    const deliveryId = `delivery-${deliveries}`;
    return limits.take({
      ...{ deliveryId, number: '+41791234567', userId: 'alice', perNumberPerHour: 3, perUserPerHour: 5 },
      ...over,
    });
  };
  /** As if the messages counted so far had been sent some seconds earlier. */
  const age = async (seconds: number): Promise<void> => {
    for (const key of await client.keys('cs:sms:*')) {
      for (const member of await client.zrange(key, 0, '-1'))
        await client.zincrby(key, String(-seconds * 1_000), member);
    }
  };

  it('lets three of a hundred messages to one number through, however many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => take({ userId: `user-${index}` })));
    expect(answers.filter((seconds) => seconds === 0)).toHaveLength(3);
    expect(answers.filter((seconds) => seconds > 0).every((seconds) => seconds <= HOUR_SECONDS)).toBe(true);
  });

  it('lets five messages of one user through, to whatever numbers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => take({ number: `+4179000000${index}` })),
    );
    expect(answers.filter((seconds) => seconds === 0)).toHaveLength(5);
  });

  it('counts a refused message in neither budget', async () => {
    for (let round = 0; round < 10; round++) await take();
    expect(await take({ number: '+41790000001' })).toBe(0);
    expect(await take({ number: '+41790000002' })).toBe(0);
    expect(await take({ number: '+41790000003' })).toBeGreaterThan(0);
  });

  it('says when the next message may go, and lets it go then', async () => {
    await take();
    await age(HOUR_SECONDS - 60);
    await take();
    await take();
    const wait = await take();
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    await age(60);
    expect(await take()).toBe(0);
    expect(await take()).toBeGreaterThan(HOUR_SECONDS - 120);
  });

  it('slides: there is no moment at which twice the limit fits', async () => {
    for (let round = 0; round < 3; round++) await take();
    await age(HOUR_SECONDS / 2);
    expect(await take()).toBeGreaterThan(HOUR_SECONDS / 2 - 60);
  });

  it('waits long enough when the limit was lowered below what was sent', async () => {
    await take();
    await age(1_800);
    await take();
    await take();
    expect(await take({ perNumberPerHour: 1 })).toBeGreaterThan(HOUR_SECONDS - 60);
  });

  it('sends nothing at all at a limit of nought', async () => {
    expect(await take({ perNumberPerHour: 0 })).toBe(HOUR_SECONDS);
  });

  it('keeps no number in Redis, and nothing for longer than an hour', async () => {
    await take();
    const keys = await client.keys('*');
    expect(keys).toHaveLength(2);
    expect(keys.join(' ')).not.toContain('41791234567');
    for (const key of keys) expect(await client.ttl(key)).toBeLessThanOrEqual(HOUR_SECONDS);
  });

  it('sends nothing when Redis cannot be asked', async () => {
    const closed = new Redis(redis.url, { lazyConnect: true, enableOfflineQueue: false });
    const blind = new RedisSendLimits({ client: closed }, new KeyedHash(new SecretBytes(Buffer.alloc(32, 1))));
    const request = { deliveryId: 'x', number: '+1', userId: 'x', perNumberPerHour: 1, perUserPerHour: 1 };
    await expect(blind.take(request)).rejects.toMatchObject({ code: 'unavailable' });
    closed.disconnect();
  });
});
