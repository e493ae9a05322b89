import { describe, expect, it } from '@jest/globals';
import {
  aRelyingParty,
  aTotpAuthenticator,
  aUser,
  aWrongCode,
  hotpCode,
  someFacts,
  someSettings,
  totpCode,
} from '@countersign/testing/builders';
import {
  aContext,
  after,
  answered,
  aSignIn,
  commitOf,
  hashSentCode,
  hotp,
  NOW,
  phone,
  recoveryCodes,
  signedIn,
  totp,
  verdictOf,
} from './__fixtures__/sign-in-world.ts';
import type { Authentication } from './authentication.ts';
import type { AdvanceContext, Step } from './step.ts';

const verified = { kind: 'password_verified' } as const;
const rightCode = totpCode(totp, NOW);
const wrongCode = aWrongCode(...[-2, -1, 0, 1, 2].map((steps) => totpCode(totp, NOW, steps)));
const SENT = '424242';

function challenged(context: AdvanceContext, ...more: Parameters<typeof after>[2][]): Authentication {
  return after(aSignIn(context), context, signedIn('password'), verified, ...more).next;
}

function challengedByText(context: AdvanceContext): Authentication {
  const codeHash = hashSentCode('authentication-1', SENT);
  return challenged(context, { kind: 'text_message_queued', codeHash, digits: 6 });
}

const withPhone = () => aContext({ user: aUser().having(phone).build() });

describe('an answer to a challenge', () => {
  it('is accepted when it is a right code, and claims its time step', () => {
    const context = aContext();
    const step = after(challenged(context), context, answered(rightCode));
    expect(verdictOf(step)).toBe('accepted: second_factor');
    expect(commitOf(step)).toMatchObject({
      claim: { kind: 'otp', method: 'totp', authenticatorId: totp.id, value: Math.floor(NOW / 30_000), driftSteps: 0 },
      restoredFactors: ['password', 'second'],
    });
    expect(step.next.proofs.map((proof) => proof.kind)).toEqual(['password', 'second_factor']);
  });

  it('claims the counter of a counter-based device', () => {
    const context = aContext({ user: aUser().having(hotp).build() });
    const step = after(challenged(context), context, answered(hotpCode(hotp, 3)));
    expect(commitOf(step).claim).toMatchObject({ kind: 'otp', method: 'hotp', value: 3 });
  });

  it.each([
    ['a wrong code', wrongCode, 'second'],
    ['an empty answer', '', undefined],
    ['no code at all', 'approve', 'second'],
    ['digits of another script', '１２３４５６', 'second'],
    ['a NUL', '\u0000', 'second'],
    ['far too much', '9'.repeat(10_000), 'second'],
  ])('asks again after %s, for one try less', (_title, typed, failedFactor) => {
    const context = aContext();
    const step = after(challenged(context), context, answered(typed));
    expect(verdictOf(step)).toBe('challenged: code_wrong_try_again');
    expect(commitOf(step).failedFactor).toBe(failedFactor);
    expect(step.next.stage).toMatchObject({ challenge: { attemptsLeft: 2 } });
  });

  it('is refused when the tries are used up, and the last one counts', () => {
    const context = aContext({ settings: someSettings({ attemptsPerChallenge: 2 }) });
    const step = after(challenged(context), context, answered(wrongCode), answered(wrongCode));
    expect(verdictOf(step)).toBe('rejected: too_many_attempts');
    expect(commitOf(step).failedFactor).toBe('second');
  });

  it('is refused when the relying party can show no further challenge', () => {
    const context = aContext({ relyingParty: aRelyingParty({ maxChallengeRounds: 1 }) });
    expect(verdictOf(after(challenged(context), context, answered(wrongCode)))).toBe('rejected: too_many_attempts');
  });

  it('is refused at the moment at which the challenge expires, even when it is right', () => {
    const context = aContext();
    const late = { ...context, now: NOW + 90_000 };
    const step = after(challenged(context), late, answered(totpCode(totp, late.now)));
    expect(verdictOf(step)).toBe('rejected: challenge_expired');
    const justInTime = { ...context, now: NOW + 89_999 };
    const right = answered(totpCode(totp, justInTime.now));
    expect(verdictOf(after(challenged(context), justInTime, right))).toBe('accepted: second_factor');
  });

  it.each([
    ['user_disabled', { user: aUser().having(totp).disabled().build() }],
    ['user_blocked', { facts: someFacts({ blockedUntil: NOW + 1 }) }],
    ['user_locked_out', { facts: someFacts({ lockedUntil: NOW + 1 }) }],
    ['authentication_revoked', { facts: someFacts({ revocations: 1 }) }],
    ['user_unknown', { user: undefined }],
    ['challenge_of_another_user', { user: aUser('somebody else').having(totp).build() }],
  ])('is refused with %s when that happened meanwhile', (reason, changes: Partial<AdvanceContext>) => {
    const context = aContext();
    const step = after(challenged(context), { ...context, ...changes }, answered(rightCode));
    expect(verdictOf(step)).toBe(`rejected: ${reason}`);
  });

  it('is refused when the device was taken away meanwhile', () => {
    const context = aContext();
    const without = { ...context, user: aUser().having(aTotpAuthenticator().suspended().build()).build() };
    expect(commitOf(after(challenged(context), without, answered(rightCode)))).toMatchObject({
      claim: undefined,
      verdict: { outcome: 'challenged' },
    });
  });
});

describe('a code that was used', () => {
  const step = Math.floor(NOW / 30_000);

  it.each([
    ['Redis knows it', aContext({ facts: someFacts({ lastAccepted: new Map([[totp.id, step]]) }) })],
    ['Postgres knows it', aContext({ user: aUser().having(aTotpAuthenticator().lastAccepted(step).build()).build() })],
    ['Redis lost its memory since', aContext({ timeStepsAfter: NOW })],
  ])('is a replay when %s, and takes nothing from the budget', (_title, context) => {
    const again = after(challenged(context), context, answered(rightCode));
    expect(commitOf(again)).toMatchObject({ claim: undefined, failedFactor: undefined });
    expect(verdictOf(again)).toBe('challenged: code_wrong_try_again');
  });

  it('is named in the journal only, when no challenge is open', () => {
    const relyingParty = aRelyingParty({ passwordSource: 'none', codeEntry: 'code_only' });
    const context = aContext({ relyingParty, facts: someFacts({ lastAccepted: new Map([[totp.id, step]]) }) });
    expect(verdictOf(after(aSignIn(context), context, signedIn(rightCode)))).toBe('rejected: code_replayed');
  });
});

describe('a field for the code alone', () => {
  const verdictFor = (typed: string, changes: Partial<AdvanceContext> = {}) => {
    const relyingParty = aRelyingParty({ passwordSource: 'none', codeEntry: 'code_only' });
    const context = aContext({ relyingParty, ...changes });
    return verdictOf(after(aSignIn(context), context, signedIn(typed)));
  };

  it('is judged at once', () => {
    expect(verdictFor(rightCode)).toBe('accepted: second_factor');
    expect(verdictFor(wrongCode)).toBe('rejected: code_wrong');
    expect(verdictFor('')).toBe('rejected: code_missing');
    expect(verdictFor('7KQ2-M9XD-0TCV', { user: aUser().having(recoveryCodes).build() })).toBe(
      'accepted: second_factor',
    );
    expect(verdictFor(rightCode, { user: aUser().build() })).toBe('rejected: no_usable_method');
  });

  it('may hold a code or nothing where a challenge is possible too', () => {
    const both = aRelyingParty({ passwordSource: 'none', codeEntry: 'challenge_or_concatenated' });
    expect(verdictFor(rightCode, { relyingParty: both })).toBe('accepted: second_factor');
    expect(verdictFor(wrongCode, { relyingParty: both })).toBe('rejected: code_wrong');
    expect(verdictFor('', { relyingParty: both })).toBe('challenged: enter_code');
  });
});

describe('PIN and code in one field', () => {
  const user = aUser().having(totp).inPinMode('the PIN hash');

  it('check the PIN when the code is right', () => {
    const context = aContext({ user: user.build() });
    const step = after(challenged(context), context, answered(`1357${rightCode}`));
    expect(step.command).toMatchObject({ kind: 'verify_pin', pinHash: 'the PIN hash' });
    const pin = step.command.kind === 'verify_pin' ? step.command.pin.expose().toString() : '';
    expect(pin).toBe('1357');
    expect(verdictOf(after(step.next, context, { kind: 'pin_verified' }))).toBe('accepted: second_factor');
  });

  it('do not use up the code when the PIN is wrong, and count as a failure', () => {
    const context = aContext({ user: user.build() });
    const pinAndCode = answered(`1357${rightCode}`);
    const step = after(challenged(context), context, pinAndCode, { kind: 'pin_refused' });
    expect(commitOf(step)).toMatchObject({
      verdict: { outcome: 'challenged' },
      claim: undefined,
      failedFactor: 'second',
    });
  });

  it('are refused without the PIN', () => {
    const context = aContext({ user: user.build() });
    expect(verdictOf(after(challenged(context), context, answered(rightCode)))).toBe(
      'challenged: code_wrong_try_again',
    );
  });

  it.each([
    ['a change is required', user.withPinChangeRequired()],
    ['it expired', user.withPinUntil(NOW)],
  ])('are not asked for when %s', (_title, due) => {
    const context = aContext({ user: due.build() });
    expect(verdictOf(after(aSignIn(context), context, signedIn('password'), verified))).toBe(
      'rejected: pin_change_required',
    );
  });

  it('lead nowhere for a user who has no PIN', () => {
    const context = aContext({ user: aUser().having(totp).with({ isOathPinMode: true }).build() });
    expect(verdictOf(after(challenged(context), context, answered(`1357${rightCode}`)))).toBe(
      'rejected: pin_change_required',
    );
  });

  it('name a wrong PIN in the journal when no challenge is open', () => {
    const relyingParty = aRelyingParty({ passwordSource: 'none', codeEntry: 'code_only' });
    const context = aContext({ user: user.build(), relyingParty });
    const step = after(aSignIn(context), context, signedIn(`1357${rightCode}`), { kind: 'pin_refused' });
    expect(verdictOf(step)).toBe('rejected: pin_wrong');
    expect(commitOf(step).failedFactor).toBe('second');
  });
});

describe('a code that we sent', () => {
  it('is accepted once it comes back, with or without spaces, and claims the newest message', () => {
    const context = withPhone();
    const step = after(challengedByText(context), context, answered('424 242'));
    expect(verdictOf(step)).toBe('accepted: second_factor');
    expect(commitOf(step).claim).toEqual({ kind: 'sent_code', authenticatorId: phone.id });
  });

  it('is asked for as long as the code lives', () => {
    const context = withPhone();
    expect(challengedByText(context).stage).toMatchObject({
      challenge: { expiresAt: NOW + 300_000, sentCode: { digits: 6, expiresAt: NOW + 300_000 } },
    });
  });

  it('is refused when it was sent for another authentication', () => {
    const context = withPhone();
    const codeHash = hashSentCode('authentication-2', SENT);
    const open = challenged(context, { kind: 'text_message_queued', codeHash, digits: 6 });
    expect(verdictOf(after(open, context, answered(SENT)))).toBe('challenged: code_wrong_try_again');
  });

  it('is refused when the relying party stopped allowing text messages', () => {
    const context = withPhone();
    const open = challengedByText(context);
    const relyingParty = aRelyingParty({ allowedMethods: ['totp'] });
    expect(verdictOf(after(open, { ...context, relyingParty }, answered(SENT)))).toBe(
      'challenged: code_wrong_try_again',
    );
  });

  it('is refused when it is older than its own life', () => {
    const context = withPhone();
    const open = challengedByText(context);
    if (open.stage.at !== 'challenged' || open.stage.challenge.sentCode === undefined) throw new Error('no code sent');
    const { challenge } = open.stage;
    const sentCode = { ...open.stage.challenge.sentCode, expiresAt: NOW };
    const aged: Authentication = { ...open, stage: { at: 'challenged', challenge: { ...challenge, sentCode } } };
    const step = after(aged, context, answered(SENT));
    expect(commitOf(step)).toMatchObject({ verdict: { outcome: 'challenged' }, failedFactor: undefined });
  });

  it('may be replaced by a code of a device, where the relying party allows that', () => {
    const user = aUser().having(phone, totp, recoveryCodes).preferring('text_message').build();
    const answering = (allowOathFallback: boolean, typed: string) => {
      const context = aContext({ user, relyingParty: aRelyingParty({ allowOathFallback }) });
      return verdictOf(after(challengedByText(context), context, answered(typed)));
    };
    expect(answering(true, rightCode)).toBe('accepted: second_factor');
    expect(answering(false, rightCode)).toBe('challenged: code_wrong_try_again');
    expect(answering(false, '7KQ2-M9XD-0TCV')).toBe('accepted: second_factor');
  });
});

describe('a text message that cannot be sent', () => {
  const refused = (reason: 'delivery_failed' | 'delivery_limited', onDeliveryFailure: 'reject' | 'fallback') => {
    const user = aUser().having(phone, totp).preferring('text_message').build();
    const context = aContext({ user, settings: someSettings({ onDeliveryFailure }) });
    const step: Step = after(aSignIn(context), context, signedIn('password'), verified, {
      kind: 'text_message_refused',
      reason,
    });
    return verdictOf(step);
  };

  it.each(['delivery_failed', 'delivery_limited'] as const)('leads to a code or to a refusal: %s', (reason) => {
    expect(refused(reason, 'reject')).toBe(`rejected: ${reason}`);
    expect(refused(reason, 'fallback')).toBe('challenged: text_message_failed_enter_code');
  });

  it('is a refusal when the user has nothing else', () => {
    const context = withPhone();
    const events = [
      signedIn('password'),
      verified,
      { kind: 'text_message_refused', reason: 'delivery_failed' },
    ] as const;
    expect(verdictOf(after(aSignIn(context), context, ...events))).toBe('rejected: delivery_failed');
  });

  it('is told with the next answer when it failed on the way', () => {
    const answering = (onDeliveryFailure: 'reject' | 'fallback') => {
      const context = { ...withPhone(), settings: someSettings({ onDeliveryFailure }) };
      const failed = { ...context, facts: someFacts({ hasDeliveryFailed: true }) };
      return verdictOf(after(challengedByText(context), failed, answered('')));
    };
    expect(answering('reject')).toBe('rejected: delivery_failed');
    expect(answering('fallback')).toBe('challenged: text_message_failed_enter_code');
  });
});
