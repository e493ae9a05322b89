import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitPasswordAndCode } from './split-password-and-code.ts';
import { splitPinAndCode } from './split-pin-and-code.ts';

describe('a password and a code in one field', () => {
  it('are split before the last digits of each kind of device, longest first', () => {
    expect(splitPasswordAndCode('secret12345678', [6, 8, 6])).toEqual([
      { password: 'secret', code: '12345678' },
      { password: 'secret12', code: '345678' },
    ]);
  });

  it.each(['123456', '', 'secret', 'secret12345', 'secret12345é', 'secret１２３４５６', 'secret123 456'])(
    'are not seen in %j',
    (field) => {
      expect(splitPasswordAndCode(field, [6])).toEqual([]);
    },
  );

  it('lose nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(99_999_999), (password, number) => {
        const field = password + String(number).padStart(8, '0');
        for (const split of splitPasswordAndCode(field, [6, 8])) expect(split.password + split.code).toBe(field);
        expect(splitPasswordAndCode(field, [8])).toHaveLength(password === '' ? 0 : 1);
        expect(splitPasswordAndCode(field, [])).toEqual([]);
      }),
    );
  });
});

describe('a PIN and a code in one field', () => {
  it('are split before the digits of the device', () => {
    expect(splitPinAndCode('1357123456', 6)).toEqual({ pin: '1357', code: '123456' });
    expect(splitPinAndCode('1357 123 456', 6)).toEqual({ pin: '1357', code: '123456' });
    expect(splitPinAndCode('135712345678', 8)).toEqual({ pin: '1357', code: '12345678' });
  });

  it.each(['123456', '12345', '', 'abcd123456', '1357-123456'])('are not seen in %j', (typed) => {
    expect(splitPinAndCode(typed, 6)).toBeUndefined();
  });
});
