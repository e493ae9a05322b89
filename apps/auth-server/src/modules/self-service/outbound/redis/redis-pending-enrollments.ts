import { type Sealer, SealBroken } from '@countersign/crypto';
import { DomainError, SecretBytes } from '@countersign/errors';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import { RedisScript } from '../../../../outbound/redis/redis-script.ts';
import {
  PENDING_KINDS,
  type PendingEnrollment,
  type PendingEnrollments,
  type PendingKind,
} from '../../application/ports/pending-enrollments.ts';

/** KEYS: counter. ARGV: seconds. The time runs from the first try on. */
const countScript = new RedisScript(`
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
`);

/** Pending enrollments in Redis, sealed: they hold seeds. They work, and end, while the master is offline. */
export class RedisPendingEnrollments implements PendingEnrollments {
  readonly #redis: Pick<RedisConnection, 'client'>;
  readonly #sealer: Sealer;

  constructor(redis: Pick<RedisConnection, 'client'>, sealer: Sealer) {
    this.#redis = redis;
    this.#sealer = sealer;
  }

  async find(userId: string, kind: PendingKind): Promise<PendingEnrollment | undefined> {
    const text = await answered(async () => await this.#redis.client.get(redisKeys.pendingEnrollment(userId, kind)));
    return text === null ? undefined : this.#open(text, userId, kind);
  }

  async put(pending: PendingEnrollment, now: number): Promise<void> {
    const key = redisKeys.pendingEnrollment(pending.userId, pending.kind);
    const lifetime = Math.max(1, pending.expiresAt - now);
    await answered(async () => await this.#redis.client.set(key, this.#seal(pending), 'PX', lifetime));
  }

  async putIfNone(pending: PendingEnrollment, now: number): Promise<PendingEnrollment> {
    const { userId, kind } = pending;
    const key = redisKeys.pendingEnrollment(userId, kind);
    const lifetime = Math.max(1, pending.expiresAt - now);
    const isPut = await answered(
      async () => await this.#redis.client.set(key, this.#seal(pending), 'PX', lifetime, 'NX'),
    );
    if (isPut !== null) return pending;
    const kept = await this.find(userId, kind);
    if (kept !== undefined) return kept;
    // It ended between the two questions, or cannot be opened any more.
    await this.put(pending, now);
    return pending;
  }

  async remove({ userId, kind }: Pick<PendingEnrollment, 'userId' | 'kind'>): Promise<void> {
    await answered(async () => await this.#redis.client.del(redisKeys.pendingEnrollment(userId, kind)));
  }

  async countTry(userId: string, purpose: string, windowSeconds: number): Promise<number> {
    const keys = [redisKeys.enrollmentTries(userId, purpose)];
    return Number(await answered(async () => await countScript.run(this.#redis.client, keys, [windowSeconds])));
  }

  #seal({ userId, kind, ...content }: PendingEnrollment): string {
    return this.#sealer.seal(SecretBytes.fromText(JSON.stringify(content)), place(userId, kind)).toString('base64');
  }

  #open(text: string, userId: string, kind: PendingKind): PendingEnrollment | undefined {
    try {
      const plain = this.#sealer.open(Buffer.from(text, 'base64'), place(userId, kind)).expose().toString('utf8');
      const content = JSON.parse(plain) as Omit<PendingEnrollment, 'userId' | 'kind'>;
      return PENDING_KINDS.includes(kind) ? { ...content, userId, kind } : undefined;
    } catch (error) {
      // Altered, or sealed with a key that is gone: as if it had ended.
      if (error instanceof SealBroken) return undefined;
      throw error;
    }
  }
}

function place(userId: string, kind: PendingKind) {
  return { table: 'pending_enrollments', column: kind, row: userId } as const;
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new DomainError('unavailable', 'Redis does not answer: check that it runs.', { cause });
  }
}
