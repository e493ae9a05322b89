import { describe, expect, it } from '@jest/globals';
import { passwordInUtf8 } from './password-text.ts';

describe('passwordInUtf8', () => {
  it.each([
    ['windows-1252', [0x80, 0xe9], '€é'],
    ['windows-1251', [0xef, 0xe0], 'па'],
    ['iso-8859-1', [0x80, 0xe9], '\u0080é'],
  ])('reads %s', (encoding, octets, text) => {
    expect(passwordInUtf8(Buffer.from(octets), encoding)?.toString()).toBe(text);
  });

  it('leaves UTF-8 as it is, whatever encoding is set, also a byte order mark and NULs inside', () => {
    const octets = Buffer.from('\ufeffpass\0é');
    expect(passwordInUtf8(octets, 'windows-1251')).toBe(octets);
  });

  it.each(['', 'utf-8', 'constructor'])('reads nothing else with the encoding %j', (encoding) => {
    expect(passwordInUtf8(Buffer.of(0xff, 0xfe), encoding)).toBeUndefined();
  });
});
