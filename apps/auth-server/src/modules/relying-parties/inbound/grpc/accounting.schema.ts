import { z } from 'zod';
import { count, recordId } from '../../../administration/index.ts';
import type { AccountingRecord } from '../../application/ports/accounting-journal.ts';

/** Acct-Status-Type (RFC 2866 section 5.1). */
const STATUS: Readonly<Record<number, string>> = { 1: 'start', 2: 'stop', 3: 'interim', 7: 'on', 8: 'off' };
const MAX_RECORDS = 1000;
const YEAR_2200_MS = 7_258_118_400_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f]/g;
const LONE = /\p{Surrogate}/gu;

/** What a NAS wrote: kept as it is, but for what a journal cannot hold. A device must not lose a record over a name. */
const deviceText = (max: number) =>
  z.string().transform((value) => value.replaceAll(LONE, '?').replaceAll(UNSEEN, '?').slice(0, max));
const octets = (max: number) =>
  z.instanceof(Uint8Array).refine((value) => value.length <= max, { error: `must have at most ${max} octets` });

const recordSchema = z
  .object({
    recordKey: octets(64).refine((value) => value.length >= 8, { error: 'must have at least 8 octets' }),
    clientId: recordId(),
    userName: deviceText(253),
    sessionId: deviceText(253),
    statusType: count({ max: 255 }),
    occurredAtMilliseconds: count({ max: YEAR_2200_MS }),
    sessionSeconds: count(),
    inputOctets: count(),
    outputOctets: count(),
    callingStation: deviceText(253),
    framedAddress: deviceText(64),
    terminateCause: count(),
    class: octets(253),
  })
  .transform((record): AccountingRecord => {
    const status = STATUS[record.statusType] ?? `type-${record.statusType}`;
    const given = {
      sessionId: record.sessionId,
      sessionSeconds: record.sessionSeconds,
      inputOctets: record.inputOctets,
      outputOctets: record.outputOctets,
      callingStation: record.callingStation,
      framedAddress: record.framedAddress,
      terminateCause: record.terminateCause,
      class: Buffer.from(record.class).toString('hex'),
    };
    return {
      recordKey: Buffer.from(record.recordKey).toString('hex'),
      clientId: record.clientId,
      userName: record.userName,
      occurredAt: record.occurredAtMilliseconds,
      status,
      details: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && value !== 0)),
    };
  });

export const recordAccountingSchema = z.object({
  records: z.array(recordSchema).max(MAX_RECORDS, `must have at most ${MAX_RECORDS} entries`),
});
