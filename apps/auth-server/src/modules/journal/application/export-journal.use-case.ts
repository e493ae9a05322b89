import type { JournalReader } from './ports/journal-reader.ts';
import type { JournalRow } from './ports/journal-row.ts';

const PAGE = 500;

/** Every entry of a time, in the order of the chain, a page at a time. */
export class ExportJournal {
  readonly #reader: JournalReader;

  constructor(reader: JournalReader) {
    this.#reader = reader;
  }

  async *execute(from: number, to: number): AsyncGenerator<readonly JournalRow[]> {
    let after = 0;
    for (;;) {
      const rows = await this.#reader.between(from, to, after, PAGE);
      if (rows.length > 0) yield rows;
      if (rows.length < PAGE) return;
      after = rows.at(-1)?.sequence ?? after;
    }
  }
}
