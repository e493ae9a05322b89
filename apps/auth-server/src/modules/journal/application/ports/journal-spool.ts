import type { JournalEvent } from './journal-event.ts';

/** An entry as it goes to the stream. */
export interface SpooledEntry {
  /** JSON of a {@link JournalEvent}. */
  readonly event: string;
  readonly outcome: string;
  readonly reason: string;
  readonly lockedUntil: number | undefined;
}

/** Entries that Redis refused, on the disk of this server. */
export interface JournalSpool {
  /** Resolves when the entry is on disk. */
  append(event: JournalEvent, outcome: string, reason: string, lockedUntil?: number): Promise<void>;
  /**
   * Hands over every entry, oldest first, and forgets them when all were taken. Where it stops with an error it begins anew the
   * next time: some may be handed over twice.
   * @returns how many were handed over
   */
  ship(take: (entry: SpooledEntry) => Promise<void>): Promise<number>;
  /** Whether there is something to ship. */
  readonly isEmpty: boolean;
}
