import type { journalV1 } from '@countersign/contracts';

const COLUMNS = [
  'sequence',
  'event_id',
  'occurred_at',
  'kind',
  'user_id',
  'user_name',
  'outcome',
  'reason',
  'relying_party',
  'server',
  'client_address',
  'authentication_id',
  'details',
  'hash',
];

/** The header line. */
export function csvHead(): string {
  return COLUMNS.join(',');
}

/** An entry as a line of CSV (RFC 4180). */
export function csvLine(entry: journalV1.JournalEntry): string {
  return [
    String(entry.sequence),
    entry.eventId,
    new Date(entry.occurredAtMilliseconds).toISOString(),
    entry.kind,
    entry.userId,
    entry.userName,
    entry.outcome,
    entry.reason,
    entry.relyingParty,
    entry.server,
    entry.clientAddress,
    entry.authenticationId,
    entry.details,
    Buffer.from(entry.hash).toString('hex'),
  ]
    .map(csvValue)
    .join(',');
}

/** Quoted where needed. A spreadsheet takes a leading = + - @ for a formula: a claimant could send one as a name. */
export function csvValue(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
