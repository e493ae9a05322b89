import type { Logger } from '@countersign/observability';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import type { ChangeEvents, ChangeTopic } from '../../../../platform/events.ts';
import type { ChangeAnnouncer } from '../../application/ports/change-announcer.ts';

/** Announces changes over Redis; this process hears of them at once, also while Redis is away. */
export class RedisChangeAnnouncer implements ChangeAnnouncer {
  readonly #redis: Pick<RedisConnection, 'client'>;
  readonly #events: ChangeEvents;
  readonly #logger: Logger;

  constructor(redis: Pick<RedisConnection, 'client'>, events: ChangeEvents, logger: Logger) {
    this.#redis = redis;
    this.#events = events;
    this.#logger = logger;
  }

  async announce(topic: ChangeTopic): Promise<void> {
    this.#events.emit(topic);
    try {
      await this.#redis.client.publish(redisKeys.changed, topic);
    } catch (error) {
      this.#logger.warn({ topic, err: error }, 'a change could not be announced: other servers find it by themselves');
    }
  }
}
