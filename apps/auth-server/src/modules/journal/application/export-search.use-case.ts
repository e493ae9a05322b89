import type { JournalEvent, Json } from './ports/journal-event.ts';
import type { JournalQuery } from './ports/journal-reader.ts';
import type { JournalPage, SearchJournal } from './search-journal.use-case.ts';

/** What {@link ExportSearch} needs. */
export interface ExportSearchDependencies {
  readonly search: SearchJournal;
  readonly stream: { append(event: JournalEvent, outcome: string, reason: string): Promise<void> };
  readonly newEventId: (now: number) => string;
  readonly clock: { now(): number };
  /** Name of this server. */
  readonly server: string;
}

/** A search whose pages go into a file. Whoever takes the journal away leaves an entry in it. */
export class ExportSearch {
  readonly #needs: ExportSearchDependencies;

  constructor(dependencies: ExportSearchDependencies) {
    this.#needs = dependencies;
  }

  /** The first page is the beginning of an export. */
  async execute(query: JournalQuery, actor: string): Promise<JournalPage> {
    if (query.before === undefined) await this.#note(query, actor);
    return await this.#needs.search.execute(query);
  }

  async #note(query: JournalQuery, actor: string): Promise<void> {
    const { stream, newEventId, clock, server } = this.#needs;
    const now = clock.now();
    const filter = Object.entries(query).filter(([key, value]) => key !== 'limit' && isGiven(value));
    const details = { action: 'journal_exported', actor, filter: Object.fromEntries(filter) as Record<string, Json> };
    await stream.append({ eventId: newEventId(now), occurredAt: now, kind: 'change', server, details }, 'done', '');
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== '' && value !== 0;
}
