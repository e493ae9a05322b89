import { describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import fc from 'fast-check';
import { rfcSeed } from './__fixtures__/oath-devices.ts';
import { hotpNumber, hotpValue } from './hotp.ts';

const ALGORITHMS = ['SHA1', 'SHA256', 'SHA512'] as const;

describe('the one-time password of a counter', () => {
  it('is that of RFC 4226 appendix D', () => {
    const values = Array.from({ length: 10 }, (_, counter) => hotpValue(rfcSeed(20), counter, 'SHA1', 6));
    expect(values).toEqual([
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ]);
  });

  it.each([
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ])('is that of RFC 6238 appendix B at second %d', (second, sha1, sha256, sha512) => {
    const step = Math.floor(second / 30);
    expect(hotpValue(rfcSeed(20), step, 'SHA1', 8)).toBe(sha1);
    expect(hotpValue(rfcSeed(32), step, 'SHA256', 8)).toBe(sha256);
    expect(hotpValue(rfcSeed(64), step, 'SHA512', 8)).toBe(sha512);
  });

  it('comes out the same with the kept key state as with node:crypto, for seeds of any length', () => {
    const counters = fc.oneof(
      fc.nat(),
      fc.maxSafeNat(),
      fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 130 }),
        fc.array(counters, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...ALGORITHMS),
        fc.constantFrom(6 as const, 8 as const),
        (seed, several, algorithm, digits) => {
          const secret = new SecretBytes(seed);
          for (const counter of several) {
            const value = hotpValue(seed, counter, algorithm, digits);
            expect(String(hotpNumber(secret, counter, algorithm, digits)).padStart(digits, '0')).toBe(value);
            expect(value).toHaveLength(digits);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps apart the key states of two seeds that are used in turn', () => {
    const [one, other] = [new SecretBytes(rfcSeed(20)), new SecretBytes(rfcSeed(21))];
    const values = [one, other, one, other].map((seed) => hotpNumber(seed, 1, 'SHA1', 6));
    expect(values[0]).toBe(287082);
    expect(values[2]).toBe(values[0]);
    expect(values[3]).toBe(values[1]);
    expect(values[1]).toBe(Number(hotpValue(rfcSeed(21), 1, 'SHA1', 6)));
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %d as a counter', (counter) => {
    expect(() => hotpValue(rfcSeed(20), counter, 'SHA1', 6)).toThrow(RangeError);
    expect(() => hotpNumber(new SecretBytes(rfcSeed(20)), counter, 'SHA1', 6)).toThrow(RangeError);
  });
});
