import type { SharedEpoch } from '../postgres/epoch-keeper.ts';
import { redisKeys } from './keys.ts';
import type { RedisClientSource } from './redis-client-source.ts';
import { RedisScript } from './redis-script.ts';

const RAISE = new RedisScript(`
  local known = tonumber(redis.call('GET', KEYS[1]) or '0')
  if tonumber(ARGV[1]) > known then redis.call('SET', KEYS[1], ARGV[1]) return tonumber(ARGV[1]) end
  return known`);

/** The highest database timeline, shared by all servers. */
export class RedisSharedEpoch implements SharedEpoch {
  readonly #redis: RedisClientSource;

  constructor(redis: RedisClientSource) {
    this.#redis = redis;
  }

  async read(): Promise<number> {
    return Number((await this.#redis.client.get(redisKeys.epoch)) ?? 0);
  }

  async raise(epoch: number): Promise<number> {
    return Number(await RAISE.run(this.#redis.client, [redisKeys.epoch], [epoch]));
  }
}
