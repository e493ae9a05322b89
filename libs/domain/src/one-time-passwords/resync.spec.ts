import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aHotp, aTotp, rfcSeed } from './__fixtures__/oath-devices.ts';
import { hotpValue } from './hotp.ts';
import { resyncHotp, resyncTotp } from './resync.ts';

const STEP = 50_000_000;
const code = (value: number) => hotpValue(rfcSeed(20), value, 'SHA1', 6);
const moment = (lastAccepted = -1, notBefore = 0) => ({
  now: STEP * 30_000,
  windowSteps: 1,
  lastAccepted,
  notBefore,
});

describe('two consecutive codes of a time-based device', () => {
  it.each([-2880, -120, -1, 1, 120, 2880])('find its clock when it is %d steps off', (offset) => {
    const found = resyncTotp(aTotp(), code(STEP + offset - 1), code(STEP + offset), moment());
    expect(found).toEqual({ kind: 'match', value: STEP + offset, driftSteps: offset });
  });

  it('are refused when they are not consecutive, swapped, equal, or no codes', () => {
    const pairs = [
      [code(STEP), code(STEP + 2)],
      [code(STEP + 1), code(STEP)],
      [code(STEP), code(STEP)],
      [code(STEP), ''],
      ['abcdef', code(STEP)],
    ] as const;
    for (const [first, second] of pairs) {
      expect(resyncTotp(aTotp(), first, second, moment())).toEqual({ kind: 'mismatch' });
    }
  });

  it('are refused when one of them was accepted already (CVE-2019-12887)', () => {
    for (const used of [STEP, STEP + 1, STEP + 50]) {
      expect(resyncTotp(aTotp(), code(STEP), code(STEP + 1), moment(used)).kind).toBe('replayed');
    }
    const device = aTotp({ lastAcceptedTimeStep: STEP });
    expect(resyncTotp(device, code(STEP - 1), code(STEP), moment()).kind).toBe('replayed');
    expect(resyncTotp(device, code(STEP), code(STEP + 1), moment()).kind).toBe('replayed');
    expect(resyncTotp(device, code(STEP + 1), code(STEP + 2), moment()).kind).toBe('match');
  });

  it('never move a device to or below the last accepted step', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 }), (offset, lastOffset) => {
        const found = resyncTotp(aTotp(), code(STEP + offset), code(STEP + offset + 1), {
          ...moment(STEP + lastOffset),
          searchSteps: 400,
        });
        expect(found.kind === 'match' ? found.value - 1 : Number.POSITIVE_INFINITY).toBeGreaterThan(STEP + lastOffset);
        expect(found.kind).toBe(offset > lastOffset ? 'match' : 'replayed');
      }),
      { numRuns: 50 },
    );
  });

  it('are refused beyond a day', () => {
    expect(resyncTotp(aTotp(), code(STEP + 3001), code(STEP + 3002), moment()).kind).toBe('mismatch');
  });

  it('are refused when they may have been accepted before the record of that was lost', () => {
    const lost = moment(-1, STEP * 30_000);
    expect(resyncTotp(aTotp(), code(STEP + 1), code(STEP + 2), lost).kind).toBe('replayed');
    expect(resyncTotp(aTotp(), code(STEP + 2), code(STEP + 3), lost).kind).toBe('match');
  });
});

describe('two consecutive codes of an event-based device', () => {
  it('find its counter ahead of the last accepted one', () => {
    const found = resyncHotp(aHotp(), code(900), code(901), { lastAccepted: 20 });
    expect(found).toEqual({ kind: 'match', value: 901 });
  });

  it('are refused when one of them was accepted already, and beyond the search', () => {
    expect(resyncHotp(aHotp(), code(20), code(21), { lastAccepted: 20 }).kind).toBe('replayed');
    expect(resyncHotp(aHotp(), code(5), code(6), { lastAccepted: 20 }).kind).toBe('replayed');
    expect(resyncHotp(aHotp(), code(21), code(22), { lastAccepted: 20 }).kind).toBe('match');
    expect(resyncHotp(aHotp(), code(1020), code(1021), { lastAccepted: 20 }).kind).toBe('mismatch');
  });
});
