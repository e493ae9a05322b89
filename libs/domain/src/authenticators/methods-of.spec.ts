import { describe, expect, it } from '@jest/globals';
import { aHotp, aTotp } from '../one-time-passwords/__fixtures__/oath-devices.ts';
import type { Authenticator } from './authenticator.ts';
import { isOath, methodOf, methodsOf } from './methods-of.ts';

const phone: Authenticator = {
  id: 'p',
  kind: 'phone',
  state: 'active',
  phone: { number: '+41791234567', extension: '' },
};
const codes = (count: number): Authenticator => ({
  id: 'r',
  kind: 'recovery_codes',
  state: 'active',
  codes: Array.from({ length: count }, (_, index) => ({ id: String(index), hash: Buffer.alloc(32) })),
});

describe('the methods of a user', () => {
  it('are those of the active authenticators, each once, in the order of the list', () => {
    const authenticators = [codes(1), phone, aHotp(), aTotp(), aTotp({ id: 'second' })];
    expect(methodsOf({ authenticators })).toEqual(['totp', 'hotp', 'text_message', 'recovery_code']);
    expect(methodsOf({ authenticators: [phone] })).toEqual(['text_message']);
    expect(methodsOf({ authenticators: [] })).toEqual([]);
  });

  it.each(['pending', 'suspended', 'revoked'] as const)('leave out what is %s', (state) => {
    expect(methodsOf({ authenticators: [aTotp({ state }), { ...phone, state }, { ...codes(3), state }] })).toEqual([]);
  });

  it('leave out recovery codes that are all used', () => {
    expect(methodOf(codes(0))).toBeUndefined();
  });
});

describe('an OATH device', () => {
  it('is one that shows codes', () => {
    expect([aTotp(), aHotp(), phone, codes(1)].map(isOath)).toEqual([true, true, false, false]);
  });
});
