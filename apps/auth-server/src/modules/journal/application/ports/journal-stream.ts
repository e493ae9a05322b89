import type { JournalEvent } from './journal-event.ts';

/** DI token of the {@link JournalStream}. */
export const JOURNAL_STREAM = Symbol('JOURNAL_STREAM');

/**
 * Where everything that happens outside Postgres is written down. An event id counts once, however often it is appended. When Redis
 * refuses, the entry goes to a file of this server and is shipped later.
 */
export interface JournalStream {
  /** Resolves when the entry is in Redis or safely on disk. */
  append(event: JournalEvent, outcome: string, reason: string, lockedUntil?: number): Promise<void>;
}
