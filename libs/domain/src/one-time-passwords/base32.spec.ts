import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase32, encodeBase32 } from './base32.ts';

describe('Base32', () => {
  it.each([
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes %s as RFC 4648 section 10 does, without padding', (text, encoded) => {
    expect(encodeBase32(Buffer.from(text))).toBe(encoded);
    expect(decodeBase32(encoded.padEnd(Math.ceil(encoded.length / 8) * 8, '='))?.toString()).toBe(text);
  });

  it('reads back what it wrote, in any case and grouping', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (octets) => {
        const text = encodeBase32(octets);
        const grouped = text.toLowerCase().replace(/(.{4})/g, '$1 ');
        expect(decodeBase32(text)).toEqual(Buffer.from(octets));
        expect(decodeBase32(grouped)).toEqual(Buffer.from(octets));
      }),
    );
  });

  it.each(['', ' ', '====', 'A', 'ABC', 'ABCDEF', 'MZXW6YT1', 'MZ=XW', 'é', 'M\0', 'A'.repeat(1032)])(
    'does not read %j',
    (text) => {
      expect(decodeBase32(text)).toBeUndefined();
    },
  );
});
