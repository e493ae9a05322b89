import { SecretBytes, DomainError } from '@countersign/errors';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import type { SealedSecrets } from '../../../administration/index.ts';
import {
  type ClientTraffic,
  type GatewayTraffic,
  type RadiusGateway,
  type RadiusTestOrder,
  type RadiusTestResult,
  type TracedPacket,
  type TrafficMemory,
  type TrafficReport,
  type TrafficWishes,
  UNKNOWN_SENDERS,
  type UnknownSender,
} from '../../application/ports/traffic-memory.ts';

const TRAFFIC_SECONDS = 86_400;
const PACKETS_SECONDS = 600;
const RESULT_SECONDS = 60;
const ORDERS_SECONDS = 60;
const MAX_ORDERS = 50;
const ORDERS_AT_ONCE = 4;
const REMEMBERED_GATEWAY_MILLISECONDS = 600_000;
/** Names the run of the gateway whose numbers a hash holds. */
const RUN_FIELD = '_run';

type Redis = Pick<RedisConnection, 'client'>;
type StoredOrder = Omit<RadiusTestOrder, 'password' | 'secret'> & {
  readonly password: string;
  readonly secret: string;
};

/** {@link TrafficMemory} in Redis, capped and with an end for every key. */
export class RedisTrafficMemory implements TrafficMemory {
  readonly #redis: Redis;
  readonly #secrets: SealedSecrets;

  constructor(redis: Redis, secrets: SealedSecrets) {
    this.#redis = redis;
    this.#secrets = secrets;
  }

  async take(report: TrafficReport, now: number): Promise<TrafficWishes> {
    return await answered(async () => {
      const { gateway, startedAtMilliseconds } = report;
      const run = String(startedAtMilliseconds);
      const key = redisKeys.radiusTraffic(gateway);
      const wantsEverything = (await this.#redis.client.hget(key, RUN_FIELD)) !== run;
      const pipeline = this.#redis.client.pipeline();
      if (wantsEverything) pipeline.del(key);
      pipeline.hset(key, { [RUN_FIELD]: run, ...fieldsOf(report) }).expire(key, TRAFFIC_SECONDS);
      pipeline.hset(redisKeys.radiusGateways, gateway, JSON.stringify([startedAtMilliseconds, now]));
      for (const { key: list, packets } of report.packetLists) {
        pipeline.set(redisKeys.radiusPackets(gateway, list), JSON.stringify(packets), 'EX', PACKETS_SECONDS);
      }
      for (const result of report.testResults) {
        const text = JSON.stringify({ ...result, gateway });
        pipeline.set(redisKeys.radiusTestResult(result.id), text, 'EX', RESULT_SECONDS);
      }
      await pipeline.exec();
      return { wantsEverything, watched: await this.#watched(now), tests: await this.#orders(now) };
    });
  }

  async gateways(now: number): Promise<readonly RadiusGateway[]> {
    return await answered(async () => {
      const known = await this.#redis.client.hgetall(redisKeys.radiusGateways);
      const all = Object.entries(known).map(([name, text]): RadiusGateway => {
        const [startedAtMilliseconds = 0, lastReportAtMilliseconds = 0] = JSON.parse(text) as number[];
        return { name, startedAtMilliseconds, lastReportAtMilliseconds };
      });
      const isGone = (gateway: RadiusGateway) =>
        now - gateway.lastReportAtMilliseconds > REMEMBERED_GATEWAY_MILLISECONDS;
      const gone = all.filter(isGone).map(({ name }) => name);
      if (gone.length > 0) await this.#redis.client.hdel(redisKeys.radiusGateways, ...gone);
      return all.filter((gateway) => !isGone(gateway)).sort((one, other) => (one.name < other.name ? -1 : 1));
    });
  }

  async traffic(gateways: readonly string[]): Promise<readonly GatewayTraffic[]> {
    return await answered(async () => {
      const hashes = await Promise.all(
        gateways.map(async (name) => await this.#redis.client.hgetall(redisKeys.radiusTraffic(name))),
      );
      return hashes.map(({ [RUN_FIELD]: _run, [UNKNOWN_SENDERS]: unknown = '[]', ...clients }) => ({
        clients: Object.values(clients).map((text) => JSON.parse(text) as ClientTraffic),
        unknownSenders: JSON.parse(unknown) as UnknownSender[],
      }));
    });
  }

  async watch(key: string, gateways: readonly string[], now: number, until: number): Promise<boolean> {
    return await answered(async () => {
      const before = await this.#redis.client.zscore(redisKeys.radiusWatched, key);
      const isNew = before === null || Number(before) < now;
      // What lies there is from the last time somebody looked.
      if (isNew && gateways.length > 0) {
        await this.#redis.client.del(...gateways.map((name) => redisKeys.radiusPackets(name, key)));
      }
      await this.#redis.client.zadd(redisKeys.radiusWatched, until, key);
      for (const name of gateways) {
        await this.#redis.client.expire(redisKeys.radiusPackets(name, key), PACKETS_SECONDS);
      }
      return isNew;
    });
  }

  async packets(key: string, gateways: readonly string[]): Promise<readonly (readonly TracedPacket[] | undefined)[]> {
    if (gateways.length === 0) return [];
    return await answered(async () => {
      const texts = await this.#redis.client.mget(gateways.map((name) => redisKeys.radiusPackets(name, key)));
      return texts.map((text) => (text === null ? undefined : (JSON.parse(text) as TracedPacket[])));
    });
  }

  async order(test: RadiusTestOrder): Promise<void> {
    const { password, secret, ...rest } = test;
    const stored: StoredOrder = {
      ...rest,
      password: this.#seal(password, test.id, 'password'),
      secret: secret === undefined ? '' : this.#seal(secret, test.id, 'secret'),
    };
    await answered(async () => {
      const { radiusTests } = redisKeys;
      const pipeline = this.#redis.client.pipeline();
      pipeline.rpush(radiusTests, JSON.stringify(stored));
      pipeline.ltrim(radiusTests, -MAX_ORDERS, -1).expire(radiusTests, ORDERS_SECONDS);
      await pipeline.exec();
    });
  }

  async testResult(id: string): Promise<(RadiusTestResult & { readonly gateway: string }) | undefined> {
    return await answered(async () => {
      const text = await this.#redis.client.get(redisKeys.radiusTestResult(id));
      return text === null ? undefined : (JSON.parse(text) as RadiusTestResult & { gateway: string });
    });
  }

  async #watched(now: number): Promise<readonly string[]> {
    await this.#redis.client.zremrangebyscore(redisKeys.radiusWatched, '-inf', `(${now}`);
    return await this.#redis.client.zrange(redisKeys.radiusWatched, '0', '-1');
  }

  /** Each order is taken by one gateway. */
  async #orders(now: number): Promise<readonly RadiusTestOrder[]> {
    const texts = (await this.#redis.client.lpop(redisKeys.radiusTests, ORDERS_AT_ONCE)) ?? [];
    return texts
      .map((text) => JSON.parse(text) as StoredOrder)
      .filter(({ expiresAtMilliseconds }) => expiresAtMilliseconds > now)
      .map((order) => ({
        ...order,
        password: this.#open(order.password, order.id, 'password'),
        secret: order.secret === '' ? undefined : this.#open(order.secret, order.id, 'secret'),
      }));
  }

  #seal(secret: SecretBytes, row: string, column: string): string {
    return this.#secrets.seal(secret, { table: 'radius_tests', column, row }).sealed.toString('base64');
  }

  #open(text: string, row: string, column: string): SecretBytes {
    return this.#secrets.open(Buffer.from(text, 'base64'), { table: 'radius_tests', column, row });
  }
}

function fieldsOf({ clients, unknownSenders }: TrafficReport): Record<string, string> {
  const fields = Object.fromEntries(clients.map((client) => [client.clientId, JSON.stringify(client)]));
  return unknownSenders === undefined ? fields : { ...fields, [UNKNOWN_SENDERS]: JSON.stringify(unknownSenders) };
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('unavailable', 'Redis does not answer: check that it runs.', { cause });
  }
}
