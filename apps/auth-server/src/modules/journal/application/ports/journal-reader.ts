import type { LedgerHead } from './journal-ledger.ts';
import type { JournalRow } from './journal-row.ts';

/** Which entries are wanted; empty text: any. Instants are milliseconds since 1970; 0: open. */
export interface JournalQuery {
  /** A name or the id of a user. */
  readonly user: string;
  readonly from: number;
  readonly to: number;
  readonly kind: string;
  readonly outcome: string;
  readonly reason: string;
  /** Part of the name of who did it. */
  readonly actor: string;
  readonly action: string;
  /** An application or a server. */
  readonly object: string;
  /** Only entries about users in one of these groups; undefined: all. */
  readonly groups: readonly string[] | undefined;
  /** Only rows before this one; undefined: from the newest. */
  readonly before: number | undefined;
  readonly limit: number;
}

/** One copy of the journal, the same for every question. */
export interface JournalCopy {
  head(): Promise<LedgerHead>;
  /** Rows after `after` and up to `to`, in their order. */
  rows(after: number, to: number, limit: number): Promise<JournalRow[]>;
  /** The highest number that any row has; 0: there is none. */
  highestSequence(): Promise<number>;
  /** Position in the write-ahead log, for {@link isReplicated}; undefined when it cannot be told. */
  position(): Promise<string | undefined>;
}

/** The journal's table, for whoever reads it. */
export interface JournalReader {
  /** Newest first. */
  search(query: JournalQuery): Promise<JournalRow[]>;
  /** Of a time, in the order of the chain, after the row `after`. */
  between(from: number, to: number, after: number, limit: number): Promise<JournalRow[]>;
  /** The last `limit` rows in their order. */
  latest(limit: number): Promise<JournalRow[]>;
  head(): Promise<LedgerHead>;
  /** Runs `fn` on the master's copy, else on another one. It may run again when the copy is lost. */
  onOneCopy<T>(fn: (copy: JournalCopy) => Promise<T>): Promise<T>;
}
