import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonbSafe, textSafe } from './jsonb-safe.ts';

describe('jsonbSafe', () => {
  it('drops U+0000 and replaces halves of surrogate pairs, in values and in keys', () => {
    expect(jsonbSafe({ 'a\0b': ['x\0y', '\ud83d', '\ude00z', '\ud83d\ude00'] })).toEqual({
      ab: ['xy', '\ufffd', '\ufffdz', '😀'],
    });
  });

  it('makes null of what JSON cannot say', () => {
    expect(jsonbSafe([Number.NaN, Number.POSITIVE_INFINITY, undefined, 1n, () => 1])).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(jsonbSafe({ gone: undefined, kept: null })).toEqual({ kept: null });
  });

  it('keeps every well-formed text without U+0000', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        if (!text.includes('\0') && text.isWellFormed()) expect(textSafe(text)).toBe(text);
        expect(textSafe(text).isWellFormed()).toBe(true);
      }),
    );
  });
});
