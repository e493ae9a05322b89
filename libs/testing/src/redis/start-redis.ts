import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Redis } from 'ioredis';
import { sharedServers, toolCacheDir } from '../config.ts';
import { repositoryRoot } from '../repository.ts';
import { freePort } from '../servers/free-port.ts';
import { ensureRedis } from '../servers/redis-binary.ts';
import { RedisServer } from '../servers/redis-server.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';

/** The Jest worker's own database of the shared Redis. */
export interface TestRedis {
  /** URL with password and database index. */
  readonly url: string;
  /** Empties the database, for `beforeEach`. */
  clear(): Promise<void>;
}

/** This worker's database of the shared throw-away Redis, emptied. Two files never run in one worker at once. */
export async function aTestRedis(): Promise<TestRedis> {
  const { redisUrl, worker } = sharedServers();
  const url = `${redisUrl}/${worker}`;
  const clear = async (): Promise<void> => {
    const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
    try {
      await client.connect();
      await client.flushdb();
    } finally {
      client.disconnect();
    }
  };
  await clear();
  return { url, clear };
}

/** A Redis of its own for tests that kill, hang and restart it. Its data survive `stop` and `start`, until `remove`. */
export async function startRedis(): Promise<{ server: RedisServer; url: string; remove: () => Promise<void> }> {
  const folder = temporaryFolder();
  const server = new RedisServer({
    binary: await ensureRedis(toolCacheDir(repositoryRoot()), () => undefined),
    dataDir: path.join(folder.path, 'redis'),
    logFile: path.join(folder.path, 'redis.log'),
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
  });
  await server.start();
  return {
    server,
    url: server.url,
    remove: async () => {
      await server.stop('SIGKILL');
      folder.remove();
    },
  };
}
