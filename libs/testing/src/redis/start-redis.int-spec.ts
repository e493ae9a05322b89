import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { aTestRedis, startRedis } from './start-redis.ts';

describe('startRedis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    await redis.remove();
  });

  const withClient = async <T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await use(client);
    } finally {
      client.disconnect();
    }
  };

  it('keeps what was written over a restart', async () => {
    await withClient(redis.url, async (client) => await client.set('kept', 'yes'));
    await redis.server.stop();
    await redis.server.start();
    expect(await withClient(redis.url, async (client) => await client.get('kept'))).toBe('yes');
  });

  it('refuses who has no password, and evicts nothing', async () => {
    expect(await rawAnswer(redis.server.options.port, 'GET kept\r\n')).toContain('-NOAUTH');
    const policy = await withClient(redis.url, async (client) => await client.config('GET', 'maxmemory-policy'));
    expect(policy).toEqual(['maxmemory-policy', 'noeviction']);
  });
});

async function rawAnswer(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
}

describe('aTestRedis', () => {
  it('gives the worker an empty database', async () => {
    const { url, clear } = await aTestRedis();
    const client = new Redis(url);
    await client.set('left', 'over');
    await clear();
    expect(await client.dbsize()).toBe(0);
    client.disconnect();
  });
});
