import { hash as digestOf } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { ChainHead, JournalFields, JournalRow } from './ports/journal-row.ts';

/** Names the encoding; another one would need another name. */
const FORMAT = 'countersign journal row v1';

/** Where every chain begins. */
export const CHAIN_START: ChainHead = { sequence: 0, hash: Buffer.alloc(32) };

/**
 * SHA-256 over the hash of the row before and everything that the row says, as UTF-8. Each field is preceded by its length in octets,
 * so that text cannot move from one field to the next unseen; an absent user id differs from an empty one by its marker.
 */
export function rowHash(previousHash: Buffer, sequence: number, row: JournalFields): Buffer {
  const texts = [
    FORMAT,
    previousHash.toString('hex'),
    String(sequence),
    row.eventId,
    String(row.occurredAt),
    row.kind,
    row.userId === undefined ? '-' : `+${row.userId}`,
    row.userName,
    row.outcome,
    row.reason,
    row.relyingParty,
    row.server,
    row.clientAddress,
    row.authenticationId,
    canonicalJson(row.details),
  ];
  let canonical = '';
  for (const text of texts) canonical += `${Buffer.byteLength(text)}:${text}`;
  return digestOf('sha256', canonical, 'buffer');
}

/** Appends rows to a chain, in their order. */
export function extendChain(head: ChainHead, rows: readonly JournalFields[]): { rows: JournalRow[]; head: ChainHead } {
  let { sequence, hash } = head;
  const chained = rows.map((fields): JournalRow => {
    sequence += 1;
    const previousHash = hash;
    hash = rowHash(previousHash, sequence, fields);
    return { ...fields, sequence, previousHash, hash };
  });
  return { rows: chained, head: { sequence, hash } };
}

/** What is wrong with a row that should follow `before`; undefined: nothing. */
export function faultOf(row: JournalRow, before: ChainHead): { sequence: number; problem: string } | undefined {
  const expected = before.sequence + 1;
  if (row.sequence > expected) {
    const missing = row.sequence - expected;
    const which = missing === 1 ? `row ${expected} is` : `rows ${expected} to ${row.sequence - 1} are`;
    return { sequence: expected, problem: `${which} missing: deleted` };
  }
  if (row.sequence < expected) return { sequence: row.sequence, problem: `row ${row.sequence} is there twice` };
  const isOwnHashRight = rowHash(row.previousHash, row.sequence, row).equals(row.hash);
  if (!isOwnHashRight)
    return { sequence: row.sequence, problem: `row ${row.sequence} was changed: its hash does not match what it says` };
  if (row.previousHash.equals(before.hash)) return undefined;
  const problem = `row ${row.sequence} does not follow row ${before.sequence}: rows were exchanged, or put in their place`;
  return { sequence: row.sequence, problem };
}
