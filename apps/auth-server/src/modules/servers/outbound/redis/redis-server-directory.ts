import { DomainError } from '@countersign/errors';
import { z } from 'zod';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { ServerDirectory, ServerEntry } from '../../application/ports/server-directory.ts';

const entrySchema = z.object({
  name: z.string(),
  service: z.string(),
  version: z.string(),
  address: z.string(),
  role: z.enum(['master', 'subordinate', 'door', 'worker']),
  databaseNode: z.string(),
  primaryLsn: z.string(),
  lastContactAt: z.number(),
});

/** {@link ServerDirectory} in one hash: what was seen last stays, so that a lost server is not forgotten. */
export class RedisServerDirectory implements ServerDirectory {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async report(entries: readonly ServerEntry[]): Promise<void> {
    const fields = entries.flatMap((entry) => [entry.name, JSON.stringify(entry)]);
    if (fields.length > 0) await this.#redis.client.hset(redisKeys.servers, ...fields);
  }

  async list(): Promise<readonly ServerEntry[]> {
    const fields = await this.#redis.client.hgetall(redisKeys.servers).catch((cause: unknown) => {
      throw new DomainError('unavailable', 'Redis did not answer: check that it runs', { cause });
    });
    return Object.values(fields)
      .flatMap(readEntry)
      .sort((one, other) => one.name.localeCompare(other.name));
  }
}

/** A newer release may write more than this one knows; what it cannot read it leaves out. */
function readEntry(text: string): ServerEntry[] {
  try {
    const read = entrySchema.safeParse(JSON.parse(text));
    return read.success ? [read.data] : [];
  } catch {
    return [];
  }
}
