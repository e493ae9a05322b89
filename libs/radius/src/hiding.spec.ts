import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hideSalted, revealSalted } from './salted.ts';
import { SharedSecret } from './shared-secret.ts';
import { hidePassword, revealPassword } from './user-password.ts';

const secret = SharedSecret.fromText('testing123');
const requestAuthenticator = Buffer.alloc(16, 0x5a);
const octets = (maxLength: number) => fc.uint8Array({ maxLength }).map((value) => Buffer.from(value));

describe('hidePassword and revealPassword', () => {
  it('give back any password of up to 128 octets but for trailing NULs', () => {
    fc.assert(
      fc.property(octets(128), (password) => {
        const hidden = hidePassword(password, secret, requestAuthenticator);
        let end = password.length;
        while (end > 0 && password[end - 1] === 0) {
          end -= 1;
        }
        expect(hidden.length % 16).toBe(0);
        expect(revealPassword(hidden, secret, requestAuthenticator)?.equals(password.subarray(0, end))).toBe(true);
      }),
    );
  });

  it('keep a NUL inside the password', () => {
    const hidden = hidePassword(Buffer.from('right\0more'), secret, requestAuthenticator);
    expect(revealPassword(hidden, secret, requestAuthenticator)?.toString()).toBe('right\0more');
  });

  it.each([0, 15, 17, 144])('refuse to reveal %i octets', (length) => {
    expect(revealPassword(Buffer.alloc(length, 1), secret, requestAuthenticator)).toBeUndefined();
  });

  it('refuse to hide 129 octets', () => {
    expect(() => hidePassword(Buffer.alloc(129, 1), secret, requestAuthenticator)).toThrow('at most 128');
  });
});

describe('hideSalted and revealSalted', () => {
  const context = { secret, requestAuthenticator };

  it('give back any value of up to 239 octets, with the high bit of the salt set', () => {
    fc.assert(
      fc.property(octets(239), fc.nat(0xffff), (value, salt) => {
        const hidden = hideSalted(value, salt, context);
        expect((hidden[0] as number) & 0x80).toBe(0x80);
        expect(hidden.length).toBeLessThanOrEqual(252);
        expect(revealSalted(hidden, context)?.equals(value)).toBe(true);
      }),
    );
  });

  it('depend on the salt', () => {
    const value = Buffer.from('tunnel');
    expect(hideSalted(value, 1, context).subarray(2)).not.toEqual(hideSalted(value, 2, context).subarray(2));
  });

  it('refuse what cannot be: 240 octets to hide, a torn block to reveal', () => {
    expect(() => hideSalted(Buffer.alloc(240), 1, context)).toThrow('at most 239');
    expect(revealSalted(Buffer.alloc(20), context)).toBeUndefined();
    expect(revealSalted(Buffer.alloc(2), context)).toBeUndefined();
  });

  it('never read past the value however hostile the octets', () => {
    fc.assert(
      fc.property(octets(80), (hidden) => {
        expect(revealSalted(hidden, context)?.length ?? 0).toBeLessThan(hidden.length + 1);
      }),
    );
  });
});

describe('SharedSecret', () => {
  it('refuses to be empty and does not print itself', () => {
    expect(() => new SharedSecret(Buffer.alloc(0))).toThrow('must not be empty');
    expect(`${secret} ${JSON.stringify({ secret })}`).toBe('[sealed] {"secret":"[sealed]"}');
  });
});
