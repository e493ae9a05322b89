import { describe, expect, it } from '@jest/globals';
import {
  aPhone,
  aRelyingParty,
  aTotpAuthenticator,
  aUser,
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
  NOW,
  phone,
  RECOVERY_CODES,
  recoveryCodes,
  signedIn,
  totp,
  verdictOf,
} from './__fixtures__/sign-in-world.ts';
import type { Authentication } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import type { LiveFacts } from './live-facts.ts';
import type { AdvanceContext } from './step.ts';

const verified = { kind: 'password_verified' } as const;
const LATER = NOW + 60_000;

/**
 * Everything that can be wrong with one sign-in at once, in the order in which it must be found. Each case holds what is
 * wrong from its own line down, so that it fails if a later check is made before it.
 */
interface Trouble {
  readonly verdict: string;
  readonly facts?: Partial<LiveFacts>;
  readonly context?: Partial<AdvanceContext>;
  readonly user?: { readonly isEnabled?: boolean };
  readonly authentication?: Partial<Authentication>;
  readonly typed?: string;
  readonly passwordRefused?: boolean;
  readonly rules?: object;
}

const troubles: readonly Trouble[] = [
  { verdict: 'rejected: challenge_of_another_user', authentication: { userId: 'somebody else' } },
  { verdict: 'rejected: user_disabled', user: { isEnabled: false } },
  { verdict: 'rejected: user_blocked', facts: { blockedUntil: LATER } },
  { verdict: 'rejected: user_locked_out', facts: { lockedUntil: LATER } },
  { verdict: 'rejected: authentication_revoked', authentication: { revocations: 41 } },
  { verdict: 'rejected: password_missing', typed: '' },
  { verdict: 'rejected: password_throttled', facts: { passwordThrottledUntil: LATER } },
  { verdict: 'rejected: password_wrong', passwordRefused: true },
  { verdict: 'accepted: trusted_address', rules: { trustedNetworks: ['192.0.2.0/24'] } },
  { verdict: 'accepted: one_time_bypass', facts: { bypassUntil: LATER, bypassId: 'bypass-1' } },
  { verdict: 'accepted: remembered_result', facts: { rememberedUntil: new Map([['*', LATER]]) } },
  { verdict: 'rejected: pin_change_required' },
];

describe('the checks of a sign-in', () => {
  it.each(troubles.map((trouble, index) => ({ verdict: trouble.verdict, index })))(
    'find "$verdict" before anything that is checked later',
    ({ verdict, index }) => {
      const all = troubles.slice(index);
      const pick = <Key extends keyof Trouble>(key: Key) => Object.assign({}, ...all.map((trouble) => trouble[key]));
      const user = aUser().having(totp).inPinMode().withPinChangeRequired().with(pick('user')).build();
      const rules = { rememberSeconds: 3600, rememberScope: 'user' as const, ...pick('rules') };
      const context = aContext({ user, relyingParty: aRelyingParty(rules), facts: someFacts(pick('facts')) });
      const typed = all.find((trouble) => trouble.typed !== undefined)?.typed ?? 'password';
      const isRefused = all.some((trouble) => trouble.passwordRefused);
      const first = after(aSignIn(context, pick('authentication')), context, signedIn(typed));
      const outcome: AuthenticationEvent = isRefused
        ? { kind: 'password_refused', reason: 'password_wrong' }
        : verified;
      const last = first.command.kind === 'commit' ? first : after(first.next, context, outcome);
      expect(verdictOf(last)).toBe(verdict);
    },
  );

  it('let nobody in whose name is unknown, unless the relying party wants no match and asks the directory', () => {
    const verdictFor = (requireUserMatch: boolean, passwordSource: 'local' | 'directory' | 'none') => {
      const relyingParty = aRelyingParty({ requireUserMatch, passwordSource });
      const context = aContext({ user: undefined, relyingParty });
      const step = after(aSignIn(context), context, signedIn('password'));
      return step.command.kind === 'commit' ? verdictOf(step) : verdictOf(after(step.next, context, verified));
    };
    expect([
      verdictFor(true, 'local'),
      verdictFor(true, 'directory'),
      verdictFor(true, 'none'),
      verdictFor(false, 'local'),
      verdictFor(false, 'directory'),
      verdictFor(false, 'none'),
    ]).toEqual([
      'rejected: user_unknown',
      'rejected: user_unknown',
      'rejected: user_unknown',
      'rejected: user_unknown',
      'accepted: unknown_user_allowed',
      'accepted: unknown_user_allowed',
    ]);
  });

  it('refuse an unknown user whose password the directory refuses, whatever the relying party allows', () => {
    const context = aContext({
      user: undefined,
      relyingParty: aRelyingParty({ requireUserMatch: false, passwordSource: 'directory' }),
    });
    const refused = { kind: 'password_refused', reason: 'password_wrong' } as const;
    expect(verdictOf(after(aSignIn(context), context, signedIn('password'), refused))).toBe('rejected: password_wrong');
  });

  it.each([
    ['blocked until now', { blockedUntil: NOW }],
    ['locked until now', { lockedUntil: NOW }],
    ['throttled until now', { passwordThrottledUntil: NOW }],
  ])('let somebody in again who was %s', (_title, facts) => {
    const context = aContext({ facts: someFacts(facts) });
    expect(after(aSignIn(context), context, signedIn('password')).command.kind).toBe('verify_password');
  });

  it('ask for a code when the bypass and the remembered result end now', () => {
    const facts = someFacts({ bypassUntil: NOW, bypassId: 'b', rememberedUntil: new Map([['*', NOW]]) });
    const relyingParty = aRelyingParty({ rememberSeconds: 60, rememberScope: 'user' });
    const context = aContext({ facts, relyingParty });
    expect(verdictOf(after(aSignIn(context), context, signedIn('password'), verified))).toBe('challenged: enter_code');
  });

  it.each([
    'password_wrong',
    'directory_account_disabled',
    'directory_account_locked',
    'directory_account_expired',
    'directory_password_expired',
    'directory_password_must_change',
    'directory_logon_refused',
  ] as const)('journal %s as the directory said it, and take it from the budget of passwords', (reason) => {
    const context = aContext();
    const step = after(aSignIn(context), context, signedIn('password'), { kind: 'password_refused', reason });
    expect(verdictOf(step)).toBe(`rejected: ${reason}`);
    expect(commitOf(step)).toMatchObject({ failedFactor: 'password', restoredFactors: [], claim: undefined });
  });

  it.each(['password_throttled', 'code_replayed'] as const)(
    'take nothing from any budget for %s: the password was not looked at',
    (reason) => {
      const context = aContext();
      const step = after(aSignIn(context), context, signedIn('password'), { kind: 'password_refused', reason });
      expect(commitOf(step)).toMatchObject({ verdict: { reason }, failedFactor: undefined });
    },
  );

  it('spend the bypass with the accept', () => {
    const context = aContext({ facts: someFacts({ bypassUntil: LATER, bypassId: 'bypass-1' }) });
    const step = after(aSignIn(context), context, signedIn('password'), verified);
    expect(commitOf(step).claim).toEqual({ kind: 'bypass', bypassId: 'bypass-1' });
  });
});

describe('the second factor after the password', () => {
  const challengedWith = (context: AdvanceContext) => after(aSignIn(context), context, signedIn('password'), verified);

  it('refuses a user without any method that the relying party allows', () => {
    expect(verdictOf(challengedWith(aContext({ user: aUser().build() })))).toBe('rejected: no_usable_method');
    const relyingParty = aRelyingParty({ allowedMethods: ['text_message'] });
    expect(verdictOf(challengedWith(aContext({ relyingParty })))).toBe('rejected: no_usable_method');
    const suspended = aUser().having(aTotpAuthenticator().suspended().build()).build();
    expect(verdictOf(challengedWith(aContext({ user: suspended })))).toBe('rejected: no_usable_method');
  });

  it('refuses when a challenge is needed and the relying party cannot show one', () => {
    const user = aUser().having(phone).build();
    const relyingParty = aRelyingParty({ codeEntry: 'concatenated' });
    expect(verdictOf(challengedWith(aContext({ user, relyingParty })))).toBe('rejected: client_cannot_challenge');
  });

  it('refuses when the relying party allows no challenge round', () => {
    const relyingParty = aRelyingParty({ maxChallengeRounds: 0 });
    expect(verdictOf(challengedWith(aContext({ relyingParty })))).toBe('rejected: client_cannot_challenge');
    const user = aUser().having(phone).build();
    expect(verdictOf(challengedWith(aContext({ user, relyingParty })))).toBe('rejected: client_cannot_challenge');
  });

  it('asks for the method that the user chose, else for the first of our list', () => {
    const user = aUser().having(phone, totp);
    expect(verdictOf(challengedWith(aContext({ user: user.build() })))).toBe('challenged: enter_code');
    const choosing = challengedWith(aContext({ user: user.preferring('text_message').build() }));
    expect(choosing.command).toEqual({ kind: 'send_text_message', authenticatorId: phone.id, phone: phone.phone });
  });

  it('ignores a choice that the relying party does not allow', () => {
    const user = aUser().having(phone, totp).preferring('text_message').build();
    const relyingParty = aRelyingParty({ allowedMethods: ['totp'] });
    expect(verdictOf(challengedWith(aContext({ user, relyingParty })))).toBe('challenged: enter_code');
  });

  it('sends to an active phone only', () => {
    const user = aUser()
      .having({ ...aPhone('phone-0', '+41790000000'), state: 'suspended' }, phone)
      .build();
    expect(challengedWith(aContext({ user })).command).toMatchObject({ authenticatorId: phone.id });
  });

  it('refills the budget of passwords once the password is proved', () => {
    expect(commitOf(challengedWith(aContext())).restoredFactors).toEqual(['password']);
  });

  it('says nothing about a password that nobody proved', () => {
    const relyingParty = aRelyingParty({ passwordSource: 'none', codeEntry: 'code_only' });
    const context = aContext({ relyingParty });
    const step = after(aSignIn(context), context, signedIn(totpCode(totp, NOW)));
    expect(verdictOf(step)).toBe('accepted: second_factor');
    expect(commitOf(step).restoredFactors).toEqual(['second']);
  });

  it('remembers the result in the scope of the relying party', () => {
    const rememberedUnder = (rememberScope: Parameters<typeof aRelyingParty>[0] & object, clientAddress: string) => {
      const relyingParty = aRelyingParty({ rememberSeconds: 60, ...rememberScope });
      const context = aContext({ relyingParty });
      const challenged = after(aSignIn(context, { clientAddress }), context, signedIn('password'), verified);
      return commitOf(after(challenged.next, context, answered(totpCode(totp, NOW)))).remember;
    };
    const untilAt = NOW + 60_000;
    expect(rememberedUnder({ rememberScope: 'user' }, '')).toEqual({ scopeKey: '*', untilAt });
    expect(rememberedUnder({ rememberScope: 'user_and_relying_party' }, '')).toEqual({ scopeKey: 'rp-vpn', untilAt });
    const scope = { rememberScope: 'user_and_relying_party_and_address' } as const;
    expect(rememberedUnder(scope, '192.0.2.7')).toEqual({ scopeKey: 'rp-vpn|192.0.2.7', untilAt });
    expect(rememberedUnder(scope, '')).toBeUndefined();
    expect(rememberedUnder({ rememberSeconds: 0 }, '192.0.2.7')).toBeUndefined();
  });

  it('remembers nothing that was not a second factor', () => {
    const relyingParty = aRelyingParty({
      rememberSeconds: 60,
      rememberScope: 'user',
      trustedNetworks: ['192.0.2.0/24'],
    });
    expect(commitOf(challengedWith(aContext({ relyingParty }))).remember).toBeUndefined();
  });

  it('accepts a recovery code as people write it', () => {
    const context = aContext({ user: aUser().having(recoveryCodes).build() });
    const challenged = challengedWith(context);
    const step = after(challenged.next, context, answered(' 7kq2-m9xd-otcv '));
    expect(verdictOf(step)).toBe('accepted: second_factor');
    expect(commitOf(step).claim).toEqual({
      kind: 'recovery_code',
      authenticatorId: recoveryCodes.id,
      codeId: 'recovery-1-0',
    });
    expect(RECOVERY_CODES).toHaveLength(2);
  });
});

describe('an event that does not belong to the stage', () => {
  const context = aContext();
  const received = aSignIn(context);
  const checking = after(received, context, signedIn('password')).next;
  const challenged = after(received, context, signedIn('password'), verified).next;
  const ended = after(received, context, signedIn('')).next;
  const kinds: readonly AuthenticationEvent[] = [
    signedIn('password'),
    answered(totpCode(totp, NOW)),
    verified,
    { kind: 'password_refused', reason: 'password_wrong' },
    { kind: 'pin_verified' },
    { kind: 'pin_refused' },
    { kind: 'text_message_queued', codeHash: '', digits: 6 },
    { kind: 'text_message_refused', reason: 'delivery_failed' },
  ];
  const fitting: Readonly<Record<string, readonly string[]>> = {
    received: ['signed_in'],
    checking_password: ['password_verified', 'password_refused'],
    challenged: ['answered'],
    ended: [],
  };
  const cases = [received, checking, challenged, ended].flatMap((authentication) =>
    kinds
      .filter(({ kind }) => !fitting[authentication.stage.at]?.includes(kind))
      .map((event) => ({ at: authentication.stage.at, kind: event.kind, authentication, event })),
  );

  it.each(cases)('is refused: $kind at $at', ({ authentication, event }) => {
    const step = after(authentication, context, event);
    expect(verdictOf(step)).toBe('rejected: request_malformed');
    expect(commitOf(step)).toMatchObject({ claim: undefined, failedFactor: undefined, restoredFactors: [] });
  });
});

describe('a sign-in with the company settings of another day', () => {
  it('opens a challenge with their lifetime and their tries', () => {
    const settings = someSettings({ challengeLifetimeSeconds: 10, attemptsPerChallenge: 2 });
    const context = aContext({ settings });
    const { stage } = after(aSignIn(context), context, signedIn('password'), verified).next;
    expect(stage).toMatchObject({ at: 'challenged', challenge: { attemptsLeft: 2, expiresAt: NOW + 10_000 } });
  });
});
