import { silentLogger } from '@countersign/observability';
import { aTestRedis } from '@countersign/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import { sessionStoreContract } from '../../application/ports/session-store.contract.ts';
import { newSessionId, sessionKey } from '../../application/session-key.ts';
import { SystemRandom } from '@countersign/crypto';
import { RedisSessionStore } from './redis-session-store.ts';

describe('RedisSessionStore', () => {
  let redis: RedisConnection;

  beforeAll(async () => {
    redis = new RedisConnection((await aTestRedis()).url, silentLogger());
    await redis.ready(5000);
  });
  afterAll(() => redis.close());

  sessionStoreContract(() => new RedisSessionStore(redis));

  const NOW = Date.UTC(2026, 2, 1, 12);
  const begin = async (userId: string): Promise<string> => {
    const id = newSessionId(new SystemRandom());
    await new RedisSessionStore(redis).begin({
      key: sessionKey(id),
      surface: 'console',
      level: 'full',
      userId,
      userName: userId,
      createdAt: NOW,
      lastSeenAt: NOW,
      endsAt: NOW + 60_000,
      provedAt: 0,
      provedById: '',
      browser: '',
      clientAddress: '',
      question: undefined,
    });
    return id;
  };

  it('keeps nothing that opens a session', async () => {
    const id = await begin('dumped');
    const kept: string[] = [];
    for (const key of await redis.client.keys('cs:s*')) {
      const type = await redis.client.type(key);
      kept.push(key, type === 'hash' ? JSON.stringify(await redis.client.hgetall(key)) : type);
    }
    expect(kept.join('\n')).toContain(sessionKey(id));
    expect(kept.join('\n')).not.toContain(id);
  });

  it('finds no session of who is blocked, and the version below which nobody is known', async () => {
    const store = new RedisSessionStore(redis);
    const id = await begin('blocked');
    const liveness = { now: NOW, idleMilliseconds: 1000, isUse: false };
    await redis.client.hset(redisKeys.userFacts('blocked'), 'ver', '7');
    expect((await store.find(sessionKey(id), liveness))?.leastUserVersion).toBe(7);
    await redis.client.hset(redisKeys.userFacts('blocked'), 'blk', String(NOW + 1));
    expect(await store.find(sessionKey(id), liveness)).toBeUndefined();
  });
});
