import { DomainError } from '@countersign/errors';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import { RedisScript } from '../../../../outbound/redis/redis-script.ts';
import type { AcceptedFloor, AcceptedFloors } from '../../application/ports/accepted-floors.ts';

/** KEYS: floor. ARGV: value. */
const raiseScript = new RedisScript(`
local last = redis.call('GET', KEYS[1])
if not last or tonumber(last) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
return 1
`);

/** {@link AcceptedFloors} in the memory that every sign-in reads. */
export class RedisAcceptedFloors implements AcceptedFloors {
  readonly #redis: Pick<RedisConnection, 'client'>;

  constructor(redis: Pick<RedisConnection, 'client'>) {
    this.#redis = redis;
  }

  async read(authenticatorId: string): Promise<AcceptedFloor> {
    const [floor, generation] = await answered(
      async () => await this.#redis.client.mget(redisKeys.lastAccepted(authenticatorId), redisKeys.generation),
    );
    const recoveredAt = Number(generation?.split('|')[1] ?? Number.NaN);
    // Without a generation the memory is lost and not yet rebuilt: nobody knows which codes were used.
    if (!Number.isFinite(recoveredAt))
      throw new DomainError('unavailable', 'Redis is being rebuilt: try again in a moment.', { retryAfterSeconds: 5 });
    return { lastAccepted: typeof floor === 'string' ? Number(floor) : -1, notBefore: recoveredAt };
  }

  async raise(authenticatorId: string, value: number): Promise<void> {
    await answered(
      async () => await raiseScript.run(this.#redis.client, [redisKeys.lastAccepted(authenticatorId)], [value]),
    );
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new DomainError('unavailable', 'Redis does not answer: check that it runs.', { cause });
  }
}
