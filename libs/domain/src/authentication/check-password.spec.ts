import { describe, expect, it } from '@jest/globals';
import {
  aRelyingParty,
  aTotpAuthenticator,
  aUser,
  aWrongCode,
  someFacts,
  totpCode,
} from '@countersign/testing/builders';
import {
  aContext,
  after,
  aSignIn,
  commitOf,
  NOW,
  phone,
  signedIn,
  totp,
  verdictOf,
} from './__fixtures__/sign-in-world.ts';
import type { AdvanceContext } from './step.ts';

const verified = { kind: 'password_verified' } as const;
const refused = { kind: 'password_refused', reason: 'password_wrong' } as const;
const rightCode = totpCode(totp, NOW);
const wrongCode = aWrongCode(...[-1, 0, 1].map((steps) => totpCode(totp, NOW, steps)));
const concatenated = (changes: Partial<AdvanceContext> = {}) =>
  aContext({ relyingParty: aRelyingParty({ codeEntry: 'concatenated' }), ...changes });

/** The password that would be looked at, or the verdict that comes without looking. */
function looksAt(typed: string, context: AdvanceContext): string {
  const { command } = after(aSignIn(context), context, signedIn(typed));
  return command.kind === 'verify_password' ? command.password.expose().toString() : verdictOf({ command } as never);
}

describe('password and code in one field', () => {
  it('are taken apart by the right code, and the code is claimed when the password is right too', () => {
    const context = concatenated();
    expect(looksAt(`secret${rightCode}`, context)).toBe('secret');
    const step = after(aSignIn(context), context, signedIn(`secret${rightCode}`), verified);
    expect(verdictOf(step)).toBe('accepted: second_factor');
    expect(commitOf(step).claim).toMatchObject({ kind: 'otp', authenticatorId: totp.id });
  });

  it('leave the code unused when the password is wrong', () => {
    const context = concatenated();
    const step = after(aSignIn(context), context, signedIn(`secret${rightCode}`), refused);
    expect(verdictOf(step)).toBe('rejected: password_wrong');
    expect(commitOf(step)).toMatchObject({ claim: undefined, failedFactor: 'password' });
  });

  it('count a wrong code as one only for who knows the password', () => {
    const context = concatenated();
    expect(looksAt(`secret${wrongCode}`, context)).toBe('secret');
    const known = after(aSignIn(context), context, signedIn(`secret${wrongCode}`), verified);
    expect(verdictOf(known)).toBe('rejected: code_wrong');
    expect(commitOf(known).failedFactor).toBe('second');
    const stranger = after(aSignIn(context), context, signedIn(`guess${wrongCode}`), refused);
    expect(verdictOf(stranger)).toBe('rejected: password_wrong');
    expect(commitOf(stranger).failedFactor).toBe('password');
  });

  it('miss the code, at no cost, when the field holds the password alone', () => {
    const context = concatenated();
    expect(looksAt('secret', context)).toBe('secret');
    const step = after(aSignIn(context), context, signedIn('secret'), verified);
    expect(verdictOf(step)).toBe('rejected: code_missing');
    expect(commitOf(step).failedFactor).toBeUndefined();
  });

  it('are divided right when the password itself ends in digits', () => {
    expect(looksAt(`winter2026${rightCode}`, concatenated())).toBe('winter2026');
    const eight = aTotpAuthenticator().with({ digits: 8 }).build();
    const context = concatenated({ user: aUser().having(totp, eight).build() });
    expect(looksAt(`secret${totpCode(eight, NOW)}`, context)).toBe('secret');
  });

  it('are refused as a replay when the code was used, once the password is right', () => {
    const facts = someFacts({ lastAccepted: new Map([[totp.id, Math.floor(NOW / 30_000)]]) });
    const context = concatenated({ facts });
    expect(looksAt(`secret${rightCode}`, context)).toBe('secret');
    expect(verdictOf(after(aSignIn(context), context, signedIn(`secret${rightCode}`), verified))).toBe(
      'rejected: code_replayed',
    );
  });

  it.each([
    ['a bypass', { facts: someFacts({ bypassUntil: NOW + 1, bypassId: 'b' }) }],
    [
      'a trusted address',
      { relyingParty: aRelyingParty({ codeEntry: 'concatenated', trustedNetworks: ['0.0.0.0/0'] }) },
    ],
    ['no device', { user: aUser().having(phone).build() }],
  ])('may be the password alone with %s', (_title, changes) => {
    expect(looksAt('secret', concatenated(changes))).toBe('secret');
  });
});

describe('a password with or without a code behind it', () => {
  const context = aContext({ relyingParty: aRelyingParty({ codeEntry: 'challenge_or_concatenated' }) });

  it('is taken apart when its end is a right code, else taken whole', () => {
    expect(looksAt(`secret${rightCode}`, context)).toBe('secret');
    expect(looksAt(`secret${wrongCode}`, context)).toBe(`secret${wrongCode}`);
    expect(looksAt('abc,push', context)).toBe('abc,push');
  });

  it('is never taken apart where a challenge asks for the code', () => {
    const challenging = aContext({ relyingParty: aRelyingParty({ codeEntry: 'challenge' }) });
    expect(looksAt(`secret${rightCode}`, challenging)).toBe(`secret${rightCode}`);
  });

  it('is not taken apart by a device that may not be used here', () => {
    const relyingParty = aRelyingParty({ codeEntry: 'challenge_or_concatenated', allowedMethods: ['text_message'] });
    expect(looksAt(`secret${rightCode}`, aContext({ relyingParty }))).toBe(`secret${rightCode}`);
  });

  it.each(['local', 'directory'] as const)('is looked at where the relying party wants it: %s', (passwordSource) => {
    const asking = aContext({ relyingParty: aRelyingParty({ passwordSource }) });
    const step = after(aSignIn(asking), asking, signedIn('secret'));
    expect(step.command).toMatchObject({ kind: 'verify_password', source: passwordSource });
    expect(after(step.next, asking, verified).next.proofs).toEqual([
      { kind: 'password', source: passwordSource, provedAt: NOW },
    ]);
  });

  it('proves nothing when the relying party stopped asking for it meanwhile', () => {
    const step = after(aSignIn(context), context, signedIn('secret'));
    const changed = { ...context, relyingParty: aRelyingParty({ passwordSource: 'none' }) };
    expect(verdictOf(after(step.next, changed, verified))).toBe('rejected: request_malformed');
  });
});
