import { canonicalUserName } from '@countersign/domain';
import type { JournalQuery, JournalReader } from './ports/journal-reader.ts';
import type { JournalRow } from './ports/journal-row.ts';

/** A page of entries, newest first. */
export interface JournalPage {
  readonly rows: readonly JournalRow[];
  /** Where the next page begins; undefined: that was the last. */
  readonly next: number | undefined;
}

/** Finds entries; pages are keyed by the row they end with, so that new entries do not move them. */
export class SearchJournal {
  readonly #reader: JournalReader;

  constructor(reader: JournalReader) {
    this.#reader = reader;
  }

  async execute(query: JournalQuery): Promise<JournalPage> {
    const user = query.user === '' ? '' : canonicalUserName(query.user);
    // A name that nobody can have; the journal may hold it all the same, as it was typed.
    const rows = await this.#reader.search({ ...query, user: user ?? query.user, limit: query.limit + 1 });
    const page = rows.slice(0, query.limit);
    return { rows: page, next: rows.length > query.limit ? page.at(-1)?.sequence : undefined };
  }
}
