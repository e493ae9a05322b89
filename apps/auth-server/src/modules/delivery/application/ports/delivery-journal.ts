import type { JournalEvent } from '../../../journal/index.ts';

/** The journal's stream; each event id counts once however often it is appended. */
export interface DeliveryJournal {
  append(event: JournalEvent, outcome: string, reason: string): Promise<void>;
}
