import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '@countersign/errors';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import type { KeyDistribution } from '../../application/ports/key-distribution.ts';

/** The message on the channel of changes that tells a server to read its key file again. */
export const KEYS_CHANGED = 'keys';

/** Time for the message to arrive and the file to be read; a server that misses it reads the file when it meets the key. */
const SETTLING_MS = 1500;

/** Announces a new key over Redis. */
export class RedisKeyDistribution implements KeyDistribution {
  readonly #redis: Pick<RedisConnection, 'client'>;
  readonly #settlingMs: number;

  constructor(redis: Pick<RedisConnection, 'client'>, settlingMs: number = SETTLING_MS) {
    this.#redis = redis;
    this.#settlingMs = settlingMs;
  }

  async announce(): Promise<void> {
    try {
      await this.#redis.client.publish(redisKeys.changed, KEYS_CHANGED);
    } catch (cause) {
      throw new DomainError(
        'unavailable',
        'The new key is made, but the other servers cannot be told of it: repeat with `countersign keys rotate --reseal-only`.',
        { cause },
      );
    }
    await wait(this.#settlingMs);
  }
}
