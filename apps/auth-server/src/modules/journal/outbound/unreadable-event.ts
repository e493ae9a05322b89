import { createHash } from 'node:crypto';
import { textSafe } from '../../../outbound/postgres/jsonb-safe.ts';
import type { DecidedEvent } from '../application/ports/journal-event.ts';

const LONGEST_QUOTE = 4_096;

/**
 * The entry that stands for something in the stream or the spool that is no event. It is kept rather than dropped; the same octets at the
 * same place give the same id, so that a repeat is recognised.
 */
export function unreadableEvent(place: string, written: string, occurredAt: number, outcome = ''): DecidedEvent {
  const digest = createHash('sha256').update(place).update('\0').update(written).digest();
  // UUID version 8 (RFC 9562 section 5.8): made of a hash.
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex', 0, 16);
  const eventId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return {
    eventId,
    occurredAt,
    kind: 'server',
    server: '',
    details: {
      action: 'unreadable_entry',
      place,
      outcome: textSafe(outcome),
      written: textSafe(written.slice(0, LONGEST_QUOTE)),
    },
    outcome: 'failed',
    reason: 'unreadable',
  };
}
