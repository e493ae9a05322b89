import { joinPhone, splitPhone } from './phone-number.ts';
import { cleanCode } from './clean-code.ts';

describe('a phone number', () => {
  it.each([
    ['33', '06 12 34 56 78', '+33612345678'],
    ['33', '612345678', '+33612345678'],
    ['39', '06 1234567', '+39061234567'],
    ['33', '+41 79 123 45 67', '+41791234567'],
    ['33', '0041 79 123 45 67', '+41791234567'],
    ['33', '', ''],
  ])('of the country +%s typed as "%s" is %s', (code, typed, expected) => {
    expect(joinPhone(code, typed)).toBe(expected);
  });

  it.each([
    ['+33612345678', '33', '612345678'],
    ['+352691123456', '352', '691123456'],
    ['+9989012345', '', '+9989012345'],
    ['', '', ''],
  ])('%s falls apart into country %s and %s', (value, code, rest) => {
    expect(splitPhone(value)).toEqual({ code, rest });
  });
});

describe('a code', () => {
  it.each([
    ['123 456', 6, false, '123456'],
    ['12-34-56-78', 6, false, '123456'],
    ['ABCD-ef12', 8, true, 'ABCDef12'],
  ])('pasted as "%s" is read', (typed, digits, isAlphanumeric, expected) => {
    expect(cleanCode(typed, digits, isAlphanumeric)).toBe(expected);
  });
});
