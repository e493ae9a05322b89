import { aPasskey, aPhone, aTotpAuthenticator, aUser, aWrongCode, totpCode } from '@countersign/testing/builders';
import { describe, expect, it } from '@jest/globals';
import { builtInRelyingParty } from '../policies/built-in-relying-parties.ts';
import { defaultCompanySettings } from '../policies/company-settings.ts';
import type { User } from '../users/user.ts';
import { aContext, answered, aSignIn, hashSentCode, NOW, signedIn } from './__fixtures__/sign-in-world.ts';
import { advance } from './advance.ts';
import type { Authentication } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import type { AdvanceContext, Step } from './step.ts';

const totp = aTotpAuthenticator().build();
const phone = aPhone();
const passkey = aPasskey();
const alice = aUser().having(totp, phone, passkey, recoveryOf()).build();
const QUEUED: AuthenticationEvent = {
  kind: 'text_message_queued',
  codeHash: hashSentCode('signing-in', '424242'),
  digits: 6,
};
const VERIFIED: AuthenticationEvent = { kind: 'passkey_verified', counter: 0, isUserVerified: true };
const WITH_PASSKEY = { credentialId: passkey.credentialId } as const;

function recoveryOf() {
  return {
    id: 'recovery',
    kind: 'recovery_codes',
    state: 'active',
    codes: [{ id: 'r-0', hash: Buffer.from('x') }],
  } as const;
}

function inBrowser(user: User = alice, id = 'user-portal', changes: Partial<AdvanceContext> = {}): AdvanceContext {
  const relyingParty = builtInRelyingParty(id, defaultCompanySettings);
  if (relyingParty === undefined) throw new Error(`nothing is built in as ${id}`);
  return aContext({ user, relyingParty, ...changes });
}

/** Plays events from the beginning; gives the last step. */
function play(context: AdvanceContext, ...events: readonly AuthenticationEvent[]): Step {
  let authentication: Authentication = { ...aSignIn(context), id: 'signing-in' };
  let step: Step | undefined;
  for (const event of events) {
    step = advance(authentication, event, context);
    authentication = step.next;
  }
  if (step === undefined) throw new Error('nothing was played');
  return step;
}

const PASSWORD: readonly AuthenticationEvent[] = [signedIn('secret'), { kind: 'password_verified' }];

function asked({ next }: Step): unknown {
  return next.stage.at === 'challenged' ? next.stage.challenge : next.stage;
}

function verdict({ next }: Step): unknown {
  return next.stage.at === 'ended' ? next.stage.verdict : next.stage.at;
}

describe('a sign-in in the browser', () => {
  it('asks for the passkey first where there is no choice of the user, never for a recovery code', () => {
    expect(asked(play(inBrowser(), ...PASSWORD))).toMatchObject({ asked: 'passkey' });
    const onPaper = aUser().having(recoveryOf(), totp).build();
    expect(asked(play(inBrowser(onPaper), ...PASSWORD))).toMatchObject({ asked: 'totp' });
  });

  it('lets the claimant choose another method', () => {
    const step = play(inBrowser(), ...PASSWORD, { kind: 'method_chosen', method: 'totp' });
    expect(asked(step)).toMatchObject({ asked: 'totp' });
    expect(verdict(advance(step.next, answered(totpCode(totp, NOW)), inBrowser()))).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('sends a text message when it is chosen, and takes its code', () => {
    const step = play(inBrowser(), ...PASSWORD, { kind: 'method_chosen', method: 'text_message' }, QUEUED);
    expect(asked(step)).toMatchObject({ asked: 'text_message' });
    expect(verdict(advance(step.next, answered('424 242'), inBrowser()))).toMatchObject({ outcome: 'accepted' });
  });

  it('gives no more guesses to who changes the method to and fro', () => {
    const wrong = answered(aWrongCode(totpCode(totp, NOW, -1), totpCode(totp, NOW), totpCode(totp, NOW, 1)));
    const choose: AuthenticationEvent = { kind: 'method_chosen', method: 'totp' };
    const step = play(inBrowser(), ...PASSWORD, choose, wrong, choose, wrong, choose);
    expect(asked(step)).toMatchObject({ attemptsLeft: aContext({}).settings.attemptsPerChallenge - 2 });
  });

  it('keeps the question when no more text messages may be sent', () => {
    const refused: AuthenticationEvent = { kind: 'text_message_refused', reason: 'delivery_limited' };
    const step = play(inBrowser(), ...PASSWORD, { kind: 'method_chosen', method: 'text_message' }, refused);
    expect(asked(step)).toMatchObject({ asked: 'passkey' });
  });

  it('leaves a method that the user does not have', () => {
    const step = play(inBrowser(aUser().having(totp).build()), ...PASSWORD, {
      kind: 'method_chosen',
      method: 'passkey',
    });
    expect(asked(step)).toMatchObject({ asked: 'totp' });
  });

  it('refuses who may not use the page, before the password is looked at', () => {
    const step = play(inBrowser(alice, 'admin-console', { isAdmitted: false }), signedIn('secret'));
    expect(verdict(step)).toEqual({ outcome: 'rejected', reason: 'application_not_allowed' });
  });

  it('goes on with a PIN that is due, because it is changed right after', () => {
    const pin = { hash: 'a hash', isChangeRequired: true, expiresAt: undefined };
    const user = aUser().having(totp).with({ isOathPinMode: true, pin }).build();
    expect(asked(play(inBrowser(user), ...PASSWORD))).toMatchObject({ asked: 'totp' });
  });
});

describe('a passkey', () => {
  it('answers the question after the password', () => {
    const step = play(inBrowser(), ...PASSWORD, { kind: 'answered_with_passkey', ...WITH_PASSKEY }, VERIFIED);
    expect(verdict(step)).toMatchObject({ outcome: 'accepted', basis: 'second_factor' });
  });

  it('costs a try when its signature is wrong', () => {
    const step = play(
      inBrowser(),
      ...PASSWORD,
      { kind: 'answered_with_passkey', ...WITH_PASSKEY },
      { kind: 'passkey_refused' },
    );
    expect(step.command).toMatchObject({ commit: { failedFactor: 'second', refusal: 'passkey_wrong' } });
  });

  it('stands for the password too when the device made sure who holds it', () => {
    const step = play(inBrowser(), { kind: 'signed_in_with_passkey', ...WITH_PASSKEY }, VERIFIED);
    expect(verdict(step)).toMatchObject({ outcome: 'accepted' });
  });

  it.each<[string, AuthenticationEvent]>([
    ['the device did not make sure who holds it', { kind: 'passkey_verified', counter: 0, isUserVerified: false }],
    ['its signature is wrong', { kind: 'passkey_refused' }],
  ])('alone is refused when %s, and locks nobody out', (_why, event) => {
    const step = play(inBrowser(), { kind: 'signed_in_with_passkey', ...WITH_PASSKEY }, event);
    expect(verdict(step)).toEqual({ outcome: 'rejected', reason: 'passkey_wrong' });
    expect(step.command).toMatchObject({ commit: { failedFactor: undefined } });
  });

  it('of somebody else is refused', () => {
    const step = play(inBrowser(), { kind: 'signed_in_with_passkey', credentialId: 'another' });
    expect(verdict(step)).toEqual({ outcome: 'rejected', reason: 'passkey_wrong' });
  });

  it('claims its counter, and is refused when the counter does not grow', () => {
    const counting = aUser().having(aPasskey('passkey-1', 7)).build();
    const come = { kind: 'signed_in_with_passkey', ...WITH_PASSKEY } as const;
    const grown = play(inBrowser(counting), come, { ...VERIFIED, counter: 8 } as AuthenticationEvent);
    expect(grown.command).toMatchObject({ commit: { claim: { kind: 'otp', authenticatorId: 'passkey-1', value: 8 } } });
    const same = play(inBrowser(counting), come, { ...VERIFIED, counter: 7 } as AuthenticationEvent);
    expect(verdict(same)).toEqual({ outcome: 'rejected', reason: 'code_replayed' });
  });

  it('opens nothing at a RADIUS client', () => {
    const context = aContext({ user: alice });
    expect(verdict(play(context, { kind: 'signed_in_with_passkey', ...WITH_PASSKEY }))).toMatchObject({
      outcome: 'rejected',
    });
    expect(verdict(play(context, ...PASSWORD, { kind: 'method_chosen', method: 'totp' }))).toEqual({
      outcome: 'rejected',
      reason: 'request_malformed',
    });
  });
});

describe('a proof in an open session', () => {
  it('asks at once, for the method that is wanted', () => {
    const step = play(inBrowser(alice, 'user-portal-proof'), {
      ...signedIn(''),
      method: 'totp',
    } as AuthenticationEvent);
    expect(asked(step)).toMatchObject({ asked: 'totp' });
  });

  it('is not waived by a one-time bypass', () => {
    const facts = { ...aContext({}).facts, bypassUntil: NOW + 60_000, bypassId: 'b' };
    const step = play(inBrowser(alice, 'user-portal-proof', { facts }), signedIn(''));
    expect(step.next.stage.at).toBe('challenged');
  });
});
