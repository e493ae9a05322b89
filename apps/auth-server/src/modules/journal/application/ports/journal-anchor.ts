import type { ChainHead } from './journal-row.ts';

/**
 * The highest end of the chain that this server has seen, kept outside the database: whoever can rewrite the whole table, head
 * included, cannot rewrite this.
 */
export interface JournalAnchor {
  read(): Promise<ChainHead | undefined>;
  /** Keeps the higher of both. */
  advance(head: ChainHead): Promise<void>;
}
