import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateRecoveryCodes, normalizeRecoveryCode } from './recovery-codes.ts';

const randomOctets = fc.infiniteStream(fc.nat(255)).map((stream) => ({
  bytes: (length: number) => Buffer.from(Array.from({ length }, () => stream.next().value as number)),
}));

describe('recovery codes', () => {
  it('are ten different ones that read well, of 60 bits each', () => {
    fc.assert(
      fc.property(randomOctets, (random) => {
        const codes = generateRecoveryCodes(random);
        expect(new Set(codes).size).toBe(10);
        for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
      }),
    );
  });

  it('use all five bits of every character', () => {
    let next = 0;
    const random = { bytes: (length: number) => Buffer.from(Array.from({ length }, () => next++ % 256)) };
    const used = new Set(generateRecoveryCodes(random, 8).join('').replaceAll('-', ''));
    expect(used.size).toBe(32);
  });

  it('are read back in any case, grouping, and with the letters that people mistake', () => {
    expect(normalizeRecoveryCode(' 7kq2-m9xd-otcl ')).toBe('7KQ2M9XD0TC1');
    expect(normalizeRecoveryCode('7KQ2 M9XD 0TCI')).toBe('7KQ2M9XD0TC1');
    fc.assert(
      fc.property(randomOctets, (random) => {
        const [code = ''] = generateRecoveryCodes(random, 1);
        expect(normalizeRecoveryCode(code.toLowerCase())).toBe(code.replaceAll('-', ''));
      }),
    );
  });

  it.each([
    '',
    '123456',
    '7KQ2M9XD0TC',
    '7KQ2M9XD0TC12',
    '7KQ2M9XD0TCU',
    '7KQ2M9XD0TC\0',
    'ſ'.repeat(12),
    'A'.repeat(1e6),
  ])('are not seen in %j', (typed) => {
    expect(normalizeRecoveryCode(typed)).toBeUndefined();
  });

  it('are not made by a generator that repeats itself', () => {
    expect(() => generateRecoveryCodes({ bytes: (length) => Buffer.alloc(length) }, 2)).toThrow('generator of chance');
  });

  it.each([0, -1, 101, 1.5])('are not made in sets of %d', (count) => {
    expect(() => generateRecoveryCodes({ bytes: (length) => Buffer.alloc(length) }, count)).toThrow(RangeError);
  });
});
