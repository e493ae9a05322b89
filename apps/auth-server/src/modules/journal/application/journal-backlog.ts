import type { JournalReader } from './ports/journal-reader.ts';
import type { WaitingEvents } from './ports/waiting-events.ts';

/** DI token of the {@link JournalBacklog}. */
export const JOURNAL_BACKLOG = Symbol('JOURNAL_BACKLOG');

/** How much waits for its place in the chain. What is there already and is only kept in Redis for safety does not count. */
export class JournalBacklog {
  readonly #reader: Pick<JournalReader, 'head'>;
  readonly #waiting: WaitingEvents;

  constructor(reader: Pick<JournalReader, 'head'>, waiting: WaitingEvents) {
    this.#reader = reader;
    this.#waiting = waiting;
  }

  /** At most `limit`. Rejects while Redis or every copy of the database is away. */
  async count(limit: number): Promise<number> {
    const { streamId } = await this.#reader.head();
    return await this.#waiting.countAfter(streamId, limit);
  }
}
