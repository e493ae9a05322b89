import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDecidedEvent } from '../__fixtures__/events.ts';
import { CHAIN_START, extendChain, faultOf, rowHash } from './hash-chain.ts';
import type { JournalFields, JournalRow } from './ports/journal-row.ts';
import { toFields } from './to-fields.ts';

const fields = (over: Partial<JournalFields> = {}): JournalFields => ({ ...toFields(aDecidedEvent()), ...over });

function aChain(length: number): JournalRow[] {
  return extendChain(
    CHAIN_START,
    Array.from({ length }, (_, index) => fields({ userName: `user-${index}` })),
  ).rows;
}

/** The first fault that a walk along the rows meets. */
function walk(rows: readonly JournalRow[]): { sequence: number; problem: string } | undefined {
  let before: { sequence: number; hash: Buffer } = CHAIN_START;
  for (const row of rows) {
    const fault = faultOf(row, before);
    if (fault !== undefined) return fault;
    before = row;
  }
  return undefined;
}

describe('the hash chain', () => {
  it('stays the same from release to release', () => {
    const row = fields({
      eventId: '0198c0de-0000-7000-8000-000000000001',
      occurredAt: 1_772_366_400_000,
      details: { b: [1, 'ü'], a: null },
    });
    expect(rowHash(CHAIN_START.hash, 1, row).toString('hex')).toMatchInlineSnapshot(
      `"ba6fa5cdb4ddb666c6c5506fefc318380de2c93e02545b3eb3fa13cf2a017f79"`,
    );
  });

  it('is whole when nothing was touched, over several appends', () => {
    const first = extendChain(CHAIN_START, [fields(), fields()]);
    const second = extendChain(first.head, [fields()]);
    expect(walk([...first.rows, ...second.rows])).toBeUndefined();
    expect(second.head.sequence).toBe(3);
  });

  it.each<[string, Partial<JournalFields>]>([
    ['eventId', { eventId: 'other' }],
    ['occurredAt', { occurredAt: 1 }],
    ['kind', { kind: 'change' }],
    ['userId', { userId: '0198c0de-0000-7000-8000-000000000001' }],
    ['userName', { userName: 'mallory' }],
    ['outcome', { outcome: 'rejected' }],
    ['reason', { reason: 'x' }],
    ['relyingParty', { relyingParty: 'x' }],
    ['server', { server: 'x' }],
    ['clientAddress', { clientAddress: 'x' }],
    ['authenticationId', { authenticationId: 'x' }],
    ['details', { details: {} }],
  ])('notices a change of %s', (_, change) => {
    const rows = aChain(3).map((row) => (row.sequence === 2 ? { ...row, ...change } : row));
    expect(walk(rows)).toEqual({ sequence: 2, problem: expect.stringContaining('was changed') });
  });

  it('notices text that was moved from one field to the next', () => {
    const one = fields({ userName: 'ab', outcome: 'c' });
    const other = { ...one, userName: 'a', outcome: 'bc' };
    expect(rowHash(CHAIN_START.hash, 1, one)).not.toEqual(rowHash(CHAIN_START.hash, 1, other));
  });

  it('names the row that is missing, there twice, exchanged or rehashed', () => {
    const rows = aChain(5);
    const at = (sequence: number) => rows[sequence - 1] as JournalRow;
    expect(walk([at(1), at(3)])).toEqual({ sequence: 2, problem: 'row 2 is missing: deleted' });
    expect(walk([at(1), at(5)])?.problem).toBe('rows 2 to 4 are missing: deleted');
    expect(walk([at(1), at(1)])).toMatchObject({ sequence: 1 });
    const exchanged = [at(1), { ...at(3), sequence: 2 }, { ...at(2), sequence: 3 }];
    expect(walk(exchanged)).toMatchObject({ sequence: 2 });
    const forged = { ...at(2), userName: 'mallory' };
    const rehashed = { ...forged, hash: rowHash(forged.previousHash, 2, forged) };
    expect(walk([at(1), rehashed, at(3)])).toMatchObject({
      sequence: 3,
      problem: expect.stringContaining('does not follow'),
    });
  });

  it('gives one hash to the same details whatever their order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (details) => {
        const turned = Object.fromEntries(Object.entries(details).reverse());
        const one = rowHash(
          CHAIN_START.hash,
          1,
          fields({ eventId: 'e', details: details as JournalFields['details'] }),
        );
        const other = rowHash(
          CHAIN_START.hash,
          1,
          fields({ eventId: 'e', details: turned as JournalFields['details'] }),
        );
        expect(other).toEqual(one);
      }),
    );
  });
});
