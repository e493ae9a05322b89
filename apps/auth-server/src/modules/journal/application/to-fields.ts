import type { DecidedEvent } from './ports/journal-event.ts';
import type { JournalFields } from './ports/journal-row.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LONGEST_TEXT = 1_024;

/** The row of an event. A user id that is none stays readable in the details. */
export function toFields(event: DecidedEvent): JournalFields {
  const userId = event.userId?.toLowerCase() ?? '';
  const isKnown = UUID.test(userId);
  const strange: Readonly<Record<string, string>> = isKnown || userId === '' ? {} : { userIdAsGiven: short(userId) };
  return {
    eventId: event.eventId,
    occurredAt: event.occurredAt,
    kind: event.kind,
    userId: isKnown ? userId : undefined,
    userName: short(event.userName),
    outcome: event.outcome,
    reason: event.reason,
    relyingParty: short(event.relyingParty),
    server: short(event.server),
    clientAddress: short(event.clientAddress),
    authenticationId: short(event.authenticationId),
    details: { ...event.details, ...strange },
  };
}

/** No text of a caller may make a row that the database cannot hold. */
function short(text: string | undefined): string {
  return (text ?? '').slice(0, LONGEST_TEXT).toWellFormed();
}
