import { describe, expect, it } from '@jest/globals';
import { aHotp, rfcSeed } from './__fixtures__/oath-devices.ts';
import { hotpValue } from './hotp.ts';
import { verifyHotp } from './hotp-verification.ts';

const code = (counter: number) => hotpValue(rfcSeed(20), counter, 'SHA1', 6);

describe('an event-based code', () => {
  it('matches at the next counter of a new device', () => {
    expect(verifyHotp(aHotp(), code(0), { lastAccepted: -1, lookAhead: 10 })).toEqual({ kind: 'match', value: 0 });
  });

  it('matches as far ahead as allowed and no farther', () => {
    const kinds = [20, 21, 31, 32].map((counter) =>
      verifyHotp(aHotp(), code(counter), { lastAccepted: 20, lookAhead: 10 }),
    );
    expect(kinds).toEqual([
      { kind: 'replayed' },
      { kind: 'match', value: 21 },
      { kind: 'match', value: 31 },
      { kind: 'mismatch' },
    ]);
  });

  it('is replayed at and just below the last accepted counter, whoever knows it', () => {
    const device = aHotp({ lastAcceptedCounter: 100 });
    for (const counter of [100, 99, 96]) {
      expect(verifyHotp(device, code(counter), { lastAccepted: -1, lookAhead: 10 }).kind).toBe('replayed');
    }
    expect(verifyHotp(device, code(95), { lastAccepted: -1, lookAhead: 10 }).kind).toBe('mismatch');
    expect(verifyHotp(device, code(101), { lastAccepted: 101, lookAhead: 10 }).kind).toBe('replayed');
  });

  it.each([-1, 101, 1.5])('is not compared with a look-ahead of %d', (lookAhead) => {
    expect(() => verifyHotp(aHotp(), '123456', { lastAccepted: -1, lookAhead })).toThrow(RangeError);
  });
});
