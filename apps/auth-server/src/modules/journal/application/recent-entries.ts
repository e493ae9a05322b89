import type { JournalReader } from './ports/journal-reader.ts';
import type { JournalFields } from './ports/journal-row.ts';
import type { WaitingEvents } from './ports/waiting-events.ts';
import { toFields } from './to-fields.ts';

/** DI token of the {@link RecentEntries}. */
export const RECENT_ENTRIES = Symbol('RECENT_ENTRIES');

/** What still waits in Redis for its place in the chain, so that nobody has to wait for the drain to see it. */
export class RecentEntries {
  readonly #reader: Pick<JournalReader, 'head'>;
  readonly #waiting: WaitingEvents;

  constructor(reader: Pick<JournalReader, 'head'>, waiting: WaitingEvents) {
    this.#reader = reader;
    this.#waiting = waiting;
  }

  /** Newest first; nothing while Redis is away. */
  async read(limit: number): Promise<readonly JournalFields[]> {
    const { streamId } = await this.#reader.head();
    const waiting = await this.#waiting.newestAfter(streamId, limit).catch(() => []);
    return waiting.map(({ event }) => toFields(event));
  }
}
