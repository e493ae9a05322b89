import type { KeyedHash } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import { RedisScript } from '../../../../outbound/redis/redis-script.ts';
import type { SendLimits, SendRequest } from '../../application/ports/send-limits.ts';

const WINDOW_MILLISECONDS = 3_600_000;

/**
 * A sliding hour for each key: a sorted set of the messages of the last hour by the time they were sent. With fixed hours
 * twice the limit could go out around the full hour. Returns the milliseconds until there is room in all, after which
 * nothing was counted; or 0, and the message is counted in all.
 */
const script = new RedisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[2])
local wait = 0
for index, key in ipairs(KEYS) do
  local limit = tonumber(ARGV[2 + index])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
  local excess = redis.call('ZCARD', key) - limit
  if limit <= 0 then
    wait = math.max(wait, window)
  elseif excess >= 0 then
    local freeing = redis.call('ZRANGE', key, excess, excess, 'WITHSCORES')
    wait = math.max(wait, tonumber(freeing[2]) + window - now, 1)
  end
end
if wait > 0 then return wait end
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now, ARGV[1])
  redis.call('PEXPIRE', key, window)
end
return 0
`);

/** Counts in Redis, so that the limits hold for all servers together, also while the master is away. */
export class RedisSendLimits implements SendLimits {
  readonly #redis: Pick<RedisConnection, 'client'>;
  readonly #keyedHash: KeyedHash;

  constructor(redis: Pick<RedisConnection, 'client'>, keyedHash: KeyedHash) {
    this.#redis = redis;
    this.#keyedHash = keyedHash;
  }

  async take({ deliveryId, number, userId, perNumberPerHour, perUserPerHour }: SendRequest): Promise<number> {
    // Whoever reads Redis learns nobody's number.
    const hash = this.#keyedHash.hash('text-message-number', number).toString('base64url');
    const keys = [redisKeys.textMessagesToNumber(hash), redisKeys.textMessagesToUser(userId)];
    const values = [deliveryId, WINDOW_MILLISECONDS, perNumberPerHour, perUserPerHour];
    try {
      const milliseconds = Number(await script.run(this.#redis.client, keys, values));
      return Math.ceil(milliseconds / 1_000);
    } catch (cause) {
      throw new DomainError('unavailable', 'text messages cannot be counted, so none is sent', { cause });
    }
  }
}
