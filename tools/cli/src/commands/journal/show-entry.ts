import type { journalV1 } from '@countersign/contracts';
import { instant } from '../../output/format.ts';

export const ENTRY_HEAD = ['no.', 'at', 'kind', 'user', 'outcome', 'reason', 'application', 'address', 'server'];

/** An entry as a row under {@link ENTRY_HEAD}. */
export function entryRow(entry: journalV1.JournalEntry): string[] {
  return [
    entry.sequence === 0 ? 'waiting' : String(entry.sequence),
    instant(entry.occurredAtMilliseconds),
    entry.kind,
    entry.userName,
    entry.outcome,
    entry.reason || summaryOf(entry),
    entry.relyingParty,
    entry.clientAddress,
    entry.server,
  ];
}

/** An entry on one line, for entries that come one by one. */
export function entryLine(entry: journalV1.JournalEntry): string {
  const [number = '', at = '', kind = '', ...rest] = entryRow(entry);
  return [number.padStart(7), at, kind.padEnd(14), ...rest.filter((each) => each !== '')].join('  ');
}

/** An entry for programs: details as what they are, the hash in hexadecimal. */
export function entryJson(entry: journalV1.JournalEntry): unknown {
  return { ...entry, details: detailsOf(entry), hash: Buffer.from(entry.hash).toString('hex') };
}

function summaryOf(entry: journalV1.JournalEntry): string {
  const details = detailsOf(entry);
  if (typeof details !== 'object' || details === null || !('action' in details)) return '';
  return String(details.action);
}

function detailsOf({ details }: journalV1.JournalEntry): unknown {
  try {
    return JSON.parse(details === '' ? '{}' : details);
  } catch {
    return details;
  }
}
