import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textLength } from './text-length.ts';

describe('the length of a text message', () => {
  it.each([
    ['nothing', '', 'gsm7', 0, 1],
    ['160 plain characters', 'a'.repeat(160), 'gsm7', 160, 1],
    ['161 plain characters', 'a'.repeat(161), 'gsm7', 161, 2],
    ['306 plain characters', 'a'.repeat(306), 'gsm7', 306, 2],
    ['307 plain characters', 'a'.repeat(307), 'gsm7', 307, 3],
    ['French accents of the default alphabet', 'é à è ù Ç', 'gsm7', 9, 1],
    ['French accents outside of it', 'ê', 'ucs2', 1, 1],
    ['a typographic apostrophe', 'l’accès', 'ucs2', 7, 1],
    ['80 euro signs', '€'.repeat(80), 'gsm7', 160, 1],
    ['81 euro signs', '€'.repeat(81), 'gsm7', 162, 2],
    ['an escape that does not fit at the end of a part', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm7', 306, 3],
    ['70 characters of 16 bits', 'я'.repeat(70), 'ucs2', 70, 1],
    ['71 characters of 16 bits', 'я'.repeat(71), 'ucs2', 71, 2],
    ['35 pairs', '😀'.repeat(35), 'ucs2', 70, 1],
    ['36 pairs', '😀'.repeat(36), 'ucs2', 72, 2],
    ['67 pairs, of which 33 fit in a part', '😀'.repeat(67), 'ucs2', 134, 3],
    ['a backtick', '`', 'ucs2', 1, 1],
    ['an escape character', '\u001b', 'ucs2', 1, 1],
  ] as const)('counts %s', (_, text, encoding, units, segments) => {
    expect(textLength(text)).toEqual({ encoding, units, segments });
  });

  it('knows all 127 characters of the default alphabet and its ten extensions', () => {
    let basic = 0;
    let extended = 0;
    for (let point = 0; point < 0xffff; point += 1) {
      const { encoding, units } = textLength(String.fromCharCode(point));
      if (encoding === 'gsm7' && units === 1) basic += 1;
      if (encoding === 'gsm7' && units === 2) extended += 1;
    }
    expect([basic, extended]).toEqual([127, 10]);
  });

  it('never needs fewer parts for a longer text', () => {
    const text = fc.array(fc.constantFrom('a', '€', 'я', '😀', '\n'), { maxLength: 400 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('a', '€', 'я', '😀'), (shorter, more) => {
        expect(textLength(shorter + more).segments).toBeGreaterThanOrEqual(textLength(shorter).segments);
      }),
    );
  });
});
