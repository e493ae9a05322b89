import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callingCodeOf, formatPhone, isCallingCodeAllowed, maskPhone, parsePhone } from './phone.ts';

const phone = (number: string, extension = '') => ({ number, extension });

describe('a phone number', () => {
  it.each([
    ['+41 79 123 45 67', '+41791234567', ''],
    ['+41 79 123 45 67 x12', '+41791234567', '12'],
    ['+41 (0)79 123-45-67', '+41791234567', ''],
    ['+1 (555) 123-4567 x890', '+15551234567', '890'],
    ['+1-555-123-4567 ext. 890', '+15551234567', '890'],
    ['+33 1 23 45 67 89 poste 4', '+33123456789', '4'],
    ['+33.1.23.45.67.89#4', '+33123456789', '4'],
    ['+33123456789;ext=4', '+33123456789', '4'],
    ['\u00a0+41\u00a079\u00a01234567 ', '+41791234567', ''],
    ['＋４１７９１２３４５６７', '+41791234567', ''],
    ['+123456789012345', '+123456789012345', ''],
  ])('is read from %j', (text, number, extension) => {
    expect(parsePhone(text)).toEqual({ number, extension });
  });

  it.each([
    '',
    '079 123 45 67',
    '0041 79 123 45 67',
    '41791234567',
    '+0791234567',
    '+123456',
    '+1234567890123456',
    '+41 79 abc 45 67',
    '+41791234567 x',
    '+41791234567 x12345678901',
    '+41+791234567',
    '+41791234567\0',
    '+41791234567\n+41790000000',
    '+4179123456٧',
    `+4179${' '.repeat(100)}1234567`,
    '+'.repeat(1e6),
  ])('is not guessed from %j', (text) => {
    expect(parsePhone(text)).toBeUndefined();
  });

  it('is read back as it is written', () => {
    const digits = (minLength: number, maxLength: number) =>
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), digits(6, 14), digits(0, 10), (first, rest, extension) => {
        const one = phone(`+${first}${rest}`, extension);
        expect(parsePhone(formatPhone(one))).toEqual(one);
      }),
    );
  });

  it('is masked but for the country and the last two digits', () => {
    expect(maskPhone(phone('+41791234567', '12'))).toBe('+41 *******67');
    expect(maskPhone(phone('+15551234567'))).toBe('+1 ********67');
    expect(maskPhone(phone('+4231234567'))).toBe('+423 *****67');
  });

  it.each([
    ['+15551234567', '+1'],
    ['+79161234567', '+7'],
    ['+33123456789', '+33'],
    ['+390612345678', '+39'],
    ['+420123456789', '+420'],
    ['+352123456', '+352'],
    ['+971501234567', '+971'],
    ['+989123456789', '+98'],
    ['+8613912345678', '+86'],
    ['+85212345678', '+852'],
  ])('%s has the country code %s', (number, code) => {
    expect(callingCodeOf(phone(number))).toBe(code);
  });

  it('may be written to when its country is allowed, or when all are', () => {
    expect(isCallingCodeAllowed(phone('+41791234567'), [])).toBe(true);
    expect(isCallingCodeAllowed(phone('+41791234567'), ['+33', '+41'])).toBe(true);
    expect(isCallingCodeAllowed(phone('+41791234567'), ['+33', '+417'])).toBe(true);
    expect(isCallingCodeAllowed(phone('+4231234567'), ['+41'])).toBe(false);
  });
});
