import type { journalV1 } from '@countersign/contracts';
import type { TailedEntry } from '../../application/tail-journal.use-case.ts';

/** An entry for the wire; a waiting one has neither number nor hash. */
export function toWireEntry(entry: TailedEntry): journalV1.JournalEntry {
  return {
    sequence: entry.sequence,
    eventId: entry.eventId,
    occurredAtMilliseconds: entry.occurredAt,
    kind: entry.kind,
    userId: entry.userId ?? '',
    userName: entry.userName,
    outcome: entry.outcome,
    reason: entry.reason,
    relyingParty: entry.relyingParty,
    server: entry.server,
    clientAddress: entry.clientAddress,
    authenticationId: entry.authenticationId,
    details: JSON.stringify(entry.details),
    hash: entry.hash ?? Buffer.alloc(0),
  };
}
