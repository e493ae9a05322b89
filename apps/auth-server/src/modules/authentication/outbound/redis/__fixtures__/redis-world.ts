import { SystemRandom } from '@countersign/crypto';
import { silentLogger } from '@countersign/observability';
import { aTestRedis } from '@countersign/testing';
import { Redis } from 'ioredis';
import { redisKeys } from '../../../../../outbound/redis/keys.ts';
import { RedisConnection } from '../../../../../outbound/redis/redis-connection.ts';
import type { FactsChange, JournalLine, StoreWorld } from '../../../application/__fixtures__/store-world.ts';
import type { ArchivedStanding, StandingsArchive } from '../../../application/ports/standings-archive.ts';
import { type DurabilityOptions, RedisAuthenticationStore } from '../redis-authentication-store.ts';
import { RedisGeneration } from '../redis-generation.ts';

const FIELDS = {
  leastUserVersion: 'ver',
  lockedUntil: 'lck',
  passwordThrottledUntil: 'pwl',
  blockedUntil: 'blk',
  revocations: 'rvc',
  bypassUntil: 'byp',
  bypassId: 'byi',
} as const satisfies Record<keyof FactsChange, string>;

/** What Postgres would know. */
export class FakeArchive implements StandingsArchive {
  isFirstStart = true;
  standings: readonly ArchivedStanding[] = [];
  /** Set: Postgres does not answer. */
  failure: Error | undefined;

  async read(): ReturnType<StandingsArchive['read']> {
    if (this.failure !== undefined) throw this.failure;
    return Promise.resolve({ standings: this.standings, isFirstStart: this.isFirstStart });
  }
}

/** One server's way to the shared Redis. */
export interface RedisServerOfOurs {
  readonly connection: RedisConnection;
  readonly generation: RedisGeneration;
  readonly store: RedisAuthenticationStore;
}

const silent = silentLogger();
const ALONE: DurabilityOptions = { replicas: 0, waitMilliseconds: 100 };

/** A real Redis with two servers of ours, all of which end with {@link close}. */
export class RedisWorld implements StoreWorld {
  readonly archive = new FakeArchive();
  readonly servers: RedisServerOfOurs[] = [];
  readonly admin: Redis;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
    this.admin = new Redis(url);
  }

  /** Two servers on this worker's database, which is emptied first. */
  static async open(): Promise<RedisWorld> {
    const world = new RedisWorld((await aTestRedis()).url);
    await world.addServer();
    await world.addServer();
    await world.restored();
    return world;
  }

  async addServer(durability = ALONE): Promise<RedisServerOfOurs> {
    const connection = new RedisConnection(this.#url, silent);
    await connection.ready(5000);
    const generation = new RedisGeneration(connection, this.archive, new SystemRandom(), silent);
    generation.start();
    const server = { connection, generation, store: new RedisAuthenticationStore(connection, generation, durability) };
    this.servers.push(server);
    return server;
  }

  get stores(): StoreWorld['stores'] {
    const [one, other] = this.servers;
    if (one === undefined || other === undefined) throw new Error('there are no two servers yet');
    return [one.store, other.store];
  }

  async change(userId: string, facts: FactsChange): Promise<void> {
    const key = redisKeys.userFacts(userId);
    for (const [name, value] of Object.entries(facts)) {
      await this.admin.hset(key, FIELDS[name as keyof FactsChange], String(value));
    }
    await this.admin.hincrby(key, 'rev', 1);
  }

  /** Time cannot be moved in a Redis: what would end in that time is made to end sooner. */
  async pass(milliseconds: number): Promise<void> {
    for (const key of await this.admin.keys('*')) {
      const left = await this.admin.pttl(key);
      if (left < 0) continue;
      if (left <= milliseconds) await this.admin.del(key);
      else await this.admin.pexpire(key, left - milliseconds);
    }
  }

  async journal(): Promise<readonly JournalLine[]> {
    const entries = await this.admin.xrange(redisKeys.journal, '-', '+');
    return entries.map(([, pairs]) => {
      const fields = new Map<string, string>();
      for (let index = 0; index + 1 < pairs.length; index += 2) fields.set(pairs[index] ?? '', pairs[index + 1] ?? '');
      const field = (name: string) => fields.get(name) ?? `no ${name}`;
      return { event: field('e'), outcome: field('o'), reason: field('r'), lockedUntil: Number(field('l')) };
    });
  }

  async loseMemory(): Promise<void> {
    this.archive.isFirstStart = false;
    await this.admin.flushdb();
  }

  async restored(): Promise<void> {
    for (let asked = 0; asked < 200; asked += 1) {
      if ((await this.admin.exists(redisKeys.generation)) === 1) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the memory of Redis was not restored within 2 s');
  }

  close(): void {
    for (const { connection, generation } of this.servers) {
      generation.stop();
      connection.close();
    }
    this.admin.disconnect();
  }
}
