import { DomainError } from '@countersign/errors';
import type { UserVersionFence } from '../postgres/user-version-fence.ts';
import { redisKeys } from './keys.ts';
import type { RedisClientSource } from './redis-client-source.ts';
import { RedisScript } from './redis-script.ts';

const RAISE = new RedisScript(`
  local known = tonumber(redis.call('HGET', KEYS[1], 'ver') or '0')
  if tonumber(ARGV[1]) > known then redis.call('HSET', KEYS[1], 'ver', ARGV[1]) end
  return 1`);

const SETTLE = new RedisScript(`
  local known = tonumber(redis.call('HGET', KEYS[1], 'ver') or '0')
  if known > tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'ver', ARGV[1]) end
  return 1`);

/** The version fence in the hash that every sign-in reads and compares in its one script. */
export class RedisUserVersionFence implements UserVersionFence {
  readonly #redis: RedisClientSource;

  constructor(redis: RedisClientSource) {
    this.#redis = redis;
  }

  async raise(userId: string, version: number): Promise<void> {
    await this.#run(RAISE, userId, version);
  }

  async settle(userId: string, version: number): Promise<void> {
    await this.#run(SETTLE, userId, version);
  }

  async #run(script: RedisScript, userId: string, version: number): Promise<void> {
    try {
      await script.run(this.#redis.client, [redisKeys.userFacts(userId)], [version]);
    } catch (cause) {
      const message = 'Redis does not answer, so sign-ins could not be told of this change: nothing was changed.';
      throw new DomainError('unavailable', message, { cause, retryAfterSeconds: 2 });
    }
  }
}
