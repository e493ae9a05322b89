import type { DeliveryFailure, DeliveryOutcomes } from '../../../delivery/index.ts';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';

/**
 * Notes that the text message of an authentication did not arrive: the claimant's next answer then falls back to another
 * method, or is refused, as the settings want.
 */
export class RedisDeliveryOutcomes implements DeliveryOutcomes {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async failed({ authenticationId, userId }: DeliveryFailure): Promise<void> {
    await this.#redis.client.hset(redisKeys.userFacts(userId), 'dlf', authenticationId);
  }
}
