import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkPin, generatePin, pinProblemText } from './pin-rules.ts';

const rules = { minimumLength: 4, maximumLength: 16 };
const phones = [{ number: '+41791234567', extension: '8024' }];
const codesOf = (pin: string) => checkPin(pin, { rules, phones }).map((problem) => problem.code);
const randomOctets = fc.infiniteStream(fc.nat(255)).map((stream) => ({
  bytes: (length: number) => Buffer.from(Array.from({ length }, () => stream.next().value as number)),
}));

describe('a PIN', () => {
  it.each(['1357', '9061', '112233', '12131415', '1397246813972469'])('may be %s', (pin) => {
    expect(codesOf(pin)).toEqual([]);
  });

  it.each([
    ['135', ['too_short']],
    ['', ['too_short']],
    ['13972468139724691', ['too_long']],
    ['2580', ['too_common']],
    ['6969', ['too_common']],
    ['573573', ['too_common']],
    ['13a7', ['not_digits']],
    ['１３５７', ['not_digits']],
    ['1357\n', ['not_digits']],
    ['1112', ['same_digits']],
    ['5000', ['same_digits']],
    ['1234', ['sequential_digits', 'part_of_phone_number']],
    ['9234', ['sequential_digits']],
    ['4321', ['sequential_digits']],
    ['8901', []],
    ['9179', []],
    ['4179', ['part_of_phone_number']],
    ['0791', []],
    ['97912', ['part_of_phone_number']],
    ['8024', ['part_of_phone_number']],
    ['111', ['too_short', 'same_digits']],
    ['111234', ['same_digits', 'sequential_digits', 'part_of_phone_number']],
  ])('%j has the problems %j', (pin, problems) => {
    expect(codesOf(pin)).toEqual(problems);
  });

  it('may not be one of the history', () => {
    expect(checkPin('1357', { rules, phones, isRecent: true })).toEqual([{ code: 'used_recently' }]);
  });

  it('is made by the rules, whatever chance gives', () => {
    const lengths = fc.integer({ min: 4, max: 10 });
    fc.assert(
      fc.property(randomOctets, lengths, lengths, (random, one, other) => {
        const bounds = { minimumLength: Math.min(one, other), maximumLength: Math.max(one, other) };
        const pin = generatePin(random, bounds, phones);
        expect(checkPin(pin, { rules: bounds, phones })).toEqual([]);
        expect(pin.length).toBe(Math.max(bounds.minimumLength, Math.min(6, bounds.maximumLength)));
      }),
    );
  });

  it('is not made by a generator that gives nothing but zeros', () => {
    expect(() => generatePin({ bytes: (length) => Buffer.alloc(length) }, rules, [])).toThrow(
      'no PIN satisfies the rules',
    );
  });

  it('is explained in both languages', () => {
    expect(pinProblemText({ code: 'too_short', limit: 4 }, 'en')).toBe('Use at least 4 digits.');
    expect(pinProblemText({ code: 'too_long', limit: 16 }, 'fr')).toBe('Utilisez au plus 16 chiffres.');
    expect(pinProblemText({ code: 'same_digits' }, 'fr')).toContain('trois fois');
  });
});
