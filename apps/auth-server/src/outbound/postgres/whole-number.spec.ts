import { describe, expect, it } from '@jest/globals';
import { bigintColumn, wholeNumber } from './whole-number.ts';

describe('wholeNumber', () => {
  it('adds counts instead of joining their texts', () => {
    expect(wholeNumber('10') + 1).toBe(11);
    expect(wholeNumber(10n) + 1).toBe(11);
    expect(wholeNumber(10) + 1).toBe(11);
    expect(wholeNumber('-1')).toBe(-1);
  });

  it.each(['', ' ', 'ten', '1.5', '9007199254740993', null, undefined, {}, [], Number.NaN, 1.5])(
    'refuses %p rather than round or guess',
    (value) => {
      expect(() => wholeNumber(value)).toThrow(RangeError);
    },
  );

  it('keeps null in a column that may be empty', () => {
    expect(bigintColumn.from(null)).toBeNull();
    expect(bigintColumn.from('7')).toBe(7);
  });
});
