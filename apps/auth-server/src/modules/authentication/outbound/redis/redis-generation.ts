import type { RandomSource } from '@countersign/crypto';
import type { Logger } from '@countersign/observability';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import { RedisScript } from '../../../../outbound/redis/redis-script.ts';
import type { Generation } from '../../application/ports/authentication-store.ts';
import type { StandingsArchive } from '../../application/ports/standings-archive.ts';

const RETRY_MILLISECONDS = 500;

/** Restores locks and blocks and begins the new generation, unless another server was faster. */
const restoreScript = new RedisScript(`
if redis.call('EXISTS', 'cs:gen') == 1 then return redis.call('GET', 'cs:gen') end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 1, #KEYS do
  local at = (i - 1) * 3 + 3
  redis.call('HSET', KEYS[i], 'lck', ARGV[at], 'blk', ARGV[at + 1], 'blr', ARGV[at + 2])
  redis.call('HINCRBY', KEYS[i], 'rev', 1)
  redis.call('HINCRBY', KEYS[i], 'rvc', 1)
end
local generation = ARGV[1] .. '|' .. (ARGV[2] == '1' and '0' or now)
redis.call('SET', 'cs:gen', generation)
return generation
`);

/**
 * Notices when Redis lost its memory, and gives it back what must not be forgotten. Codes that were claimed are known to
 * Postgres up to the last drained journal entry; for the rest, time-based codes of the time before the loss are refused.
 * A one-time bypass is not restored: Postgres may not have heard yet that it was used.
 */
export class RedisGeneration {
  readonly #redis: RedisConnection;
  readonly #archive: StandingsArchive;
  readonly #random: RandomSource;
  readonly #logger: Logger;
  readonly #listeners = new Set<() => void>();
  #known = '';
  #restoring: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(redis: RedisConnection, archive: StandingsArchive, random: RandomSource, logger: Logger) {
    this.#redis = redis;
    this.#archive = archive;
    this.#random = random;
    this.#logger = logger;
  }

  /** Calls `listener` whenever another generation is seen: what was cached under the old one is worth nothing. */
  onChanged(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Takes note of the generation that a command met. */
  see(generation: Generation): void {
    const text = generationText(generation);
    if (text === this.#known) return;
    const isFirst = this.#known === '';
    this.#known = text;
    if (!isFirst) this.#logger.warn({ recoveredAt: generation.recoveredAt }, 'Redis began a new generation');
    for (const listener of this.#listeners) listener();
  }

  /** Starts the restoration, or joins the one under way; it repeats by itself until it succeeded. */
  restore(): void {
    this.#restoring ??= this.#restoreOnce().finally(() => {
      this.#restoring = undefined;
    });
  }

  /** Begins the first generation, or restores the lost one, before the first sign-in. */
  start(): void {
    this.restore();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #restoreOnce(): Promise<void> {
    try {
      if ((await this.#redis.client.exists(redisKeys.generation)) === 1) return;
      const { standings, isFirstStart } = await this.#archive.read();
      const keys = standings.map((standing) => redisKeys.userFacts(standing.userId));
      const id = this.#random.bytes(16).toString('hex');
      const values = standings.flatMap((standing) => [
        standing.lockedUntil,
        standing.blockedUntil,
        standing.blockReason,
      ]);
      await restoreScript.run(this.#redis.client, keys, [id, isFirstStart ? 1 : 0, ...values]);
      this.#logger.warn({ standings: standings.length, isFirstStart }, 'Redis had no memory: restored from Postgres');
    } catch (error) {
      this.#logger.error({ error: String(error) }, 'cannot restore the memory of Redis yet; sign-ins wait for it');
      this.#timer = setTimeout(() => this.restore(), RETRY_MILLISECONDS);
      this.#timer.unref();
    }
  }
}

/** The form in which a generation stands in Redis. */
export function generationText(generation: Generation): string {
  return `${generation.id}|${generation.recoveredAt}`;
}

/** See {@link generationText}; undefined for what is none. */
export function parseGeneration(text: string): Generation | undefined {
  const [id, recoveredAt] = text.split('|');
  return id === undefined || id === '' || recoveredAt === undefined
    ? undefined
    : { id, recoveredAt: Number(recoveredAt) };
}
