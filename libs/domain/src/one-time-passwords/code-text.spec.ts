import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeDigits, codeNumber, generateCode, type RandomOctets } from './code-text.ts';

/** Gives out the octets of a list, then zeros. */
function drawn(octets: readonly number[]): RandomOctets {
  let next = 0;
  return { bytes: (length) => Buffer.from(Array.from({ length }, () => octets[next++] ?? 0)) };
}

describe('a code as people type it', () => {
  it.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['123\u202f456', '123456'],
  ])('reads %j', (typed, digits) => {
    expect(codeDigits(typed)).toBe(digits);
  });

  it.each(['', ' ', '12-34', '１２３', '12a', '1\n2', '-1', '1e5', '\ud800'])('is not %j', (typed) => {
    expect(codeDigits(typed)).toBeUndefined();
  });

  it('has exactly the digits of the device', () => {
    expect(codeNumber('000042', 6)).toBe(42);
    expect(codeNumber('00042', 6)).toBeUndefined();
    expect(codeNumber('000042', 8)).toBeUndefined();
  });
});

describe('a code that we make', () => {
  it('draws again what would favour a digit', () => {
    expect(generateCode(drawn([250, 7, 255, 249, 13, 251, 0, 99, 100]), 6)).toBe('793090');
  });

  it('gives every digit as often as any other', () => {
    const counts = new Map<string, number>();
    for (let octet = 0; octet < 250; octet += 1) {
      const digit = generateCode(drawn([octet]), 1);
      counts.set(digit, (counts.get(digit) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual(new Array(10).fill(25));
  });

  it('has as many digits as asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.array(fc.nat(255), { maxLength: 64 }), (digits, octets) => {
        expect(generateCode(drawn(octets), digits)).toMatch(new RegExp(`^[0-9]{${digits}}$`));
      }),
    );
    expect(() => generateCode(drawn([]), 0)).toThrow(RangeError);
  });
});
