import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisClientSource } from '../../../../outbound/redis/redis-client-source.ts';
import type { JournalEvent } from '../../application/ports/journal-event.ts';
import type { JournalSpool, SpooledEntry } from '../../application/ports/journal-spool.ts';
import type { JournalStream } from '../../application/ports/journal-stream.ts';

/** What {@link RedisJournalStream} needs. */
export interface JournalStreamOptions {
  readonly redis: RedisClientSource;
  readonly spool: JournalSpool;
  /** Called after each entry that went to the spool. */
  readonly onSpooled: () => void;
}

/** Appends to the stream; what Redis refuses, or may not have taken, goes to the spool of this server. */
export class RedisJournalStream implements JournalStream {
  readonly #options: JournalStreamOptions;

  constructor(options: JournalStreamOptions) {
    this.#options = options;
  }

  async append(event: JournalEvent, outcome: string, reason: string, lockedUntil?: number): Promise<void> {
    try {
      // Events of the same id may come again, so that the drain looks for an earlier row.
      await this.#add({ event: JSON.stringify(event), outcome, reason, lockedUntil });
    } catch {
      await this.#options.spool.append(event, outcome, reason, lockedUntil);
      this.#options.onSpooled();
    }
  }

  /** Puts what the spool holds into the stream. Rejects when Redis still refuses; then it stays in the spool. */
  async shipSpool(): Promise<number> {
    if (this.#options.spool.isEmpty) return 0;
    return await this.#options.spool.ship(async (entry) => await this.#add(entry));
  }

  async #add({ event, outcome, reason, lockedUntil }: SpooledEntry): Promise<void> {
    const fields = ['e', event, 'o', outcome, 'r', reason, 'l', lockedUntil === undefined ? '' : String(lockedUntil)];
    await this.#options.redis.client.xadd(redisKeys.journal, '*', ...fields, 's', '1');
  }
}
