import { describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import { aRelyingParty, hotpCode, someFacts, someSettings, totpCode } from '@countersign/testing/builders';
import fc from 'fast-check';
import { devices, modelUser, otherUser, PIN, SignInModel, TRUSTED } from './__fixtures__/sign-in-model.ts';
import { aContext, answered, aSignIn, hashSentCode, NOW, RECOVERY_CODES } from './__fixtures__/sign-in-world.ts';
import { advance } from './advance.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import { METHODS } from '../authenticators/method.ts';
import { REJECTION_REASONS } from './rejection-reason.ts';
import type { AdvanceContext } from './step.ts';

const ID = 'authentication-1';
const SENT = '424242';
const instants = fc.constantFrom(0, NOW - 1, NOW, NOW + 1, NOW + 3_600_000);
const rarely = <T>(value: fc.Arbitrary<T>, usual: T): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: value, weight: 1 }, { arbitrary: fc.constant(usual), weight: 6 });

const policies = fc.record({
  passwordSource: fc.constantFrom('local', 'directory', 'none'),
  codeEntry: fc.constantFrom('challenge', 'concatenated', 'challenge_or_concatenated', 'code_only'),
  requireUserMatch: fc.boolean(),
  allowedMethods: rarely(fc.subarray([...METHODS]), [...METHODS]),
  allowOathFallback: fc.boolean(),
  trustedNetworks: rarely<readonly string[]>(fc.constant([TRUSTED.network]), []),
  rememberSeconds: fc.constantFrom(0, 60),
  rememberScope: fc.constantFrom('user', 'user_and_relying_party', 'user_and_relying_party_and_address'),
  maxChallengeRounds: fc.integer({ min: 0, max: 4 }),
});

const facts = fc.record({
  revision: fc.nat(3),
  lockedUntil: rarely(instants, 0),
  passwordThrottledUntil: rarely(instants, 0),
  blockedUntil: rarely(instants, 0),
  revocations: rarely(fc.nat(2), 0),
  bypassUntil: rarely(instants, 0),
  bypassId: fc.constantFrom('bypass-1', 'bypass-2'),
  rememberedUntil: rarely(
    fc
      .tuple(fc.constantFrom('*', 'rp-vpn', `rp-vpn|${TRUSTED.outside}`, 'rp-other'), instants)
      .map((entry): ReadonlyMap<string, number> => new Map([entry])),
    new Map(),
  ),
  lastAccepted: rarely(
    fc.tuple(fc.integer({ min: -1, max: 2 }), fc.nat(4)).map(
      ([steps, counter]): ReadonlyMap<string, number> =>
        new Map([
          [devices.totp.id, Math.floor(NOW / 30_000) + steps],
          [devices.hotp.id, counter],
        ]),
    ),
    new Map(),
  ),
  hasDeliveryFailed: rarely(fc.boolean(), false),
});

const users = fc
  .record({
    has: rarely(fc.subarray(Object.values(devices)), Object.values(devices)),
    state: rarely(fc.constantFrom('active', 'suspended', 'pending', 'revoked'), 'active'),
    isEnabled: rarely(fc.boolean(), true),
    isOathPinMode: rarely(fc.boolean(), false),
    isChangeRequired: rarely(fc.boolean(), false),
    hasPin: fc.boolean(),
    defaultMethod: fc.option(fc.constantFrom(...METHODS), { nil: undefined }),
  })
  .map(({ has, state, isChangeRequired, hasPin, ...rest }) => {
    const authenticators = has.map((one) => ({ ...one, state }));
    const pin = { hash: hasPin ? 'a hash' : undefined, isChangeRequired, expiresAt: undefined };
    return modelUser.with({ ...rest, pin, authenticators }).build();
  });

const settings = fc
  .record({
    attemptsPerChallenge: fc.integer({ min: 0, max: 4 }),
    onDeliveryFailure: fc.constantFrom('reject', 'fallback'),
  })
  .map((some) => someSettings({ ...some, totpWindowSteps: 1, hotpLookAhead: 3 }));

/** What a claimant may type: right things, once-right things, nearly right things, and rubbish. */
const typed = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.integer({ min: -3, max: 3 }).map((steps) => totpCode(devices.totp, NOW, steps)),
  },
  { weight: 3, arbitrary: fc.nat(5).map((counter) => hotpCode(devices.hotp, counter)) },
  { weight: 3, arbitrary: fc.constantFrom(SENT, '424 242', ...RECOVERY_CODES, '7kq2-m9xd-0tcv') },
  { weight: 2, arbitrary: fc.constantFrom('', 'password', '000000', '\u0000', '٤٢٤٢٤٢', '9'.repeat(70)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
const prefixed = fc.tuple(fc.constantFrom('', '', 'password', PIN), typed).map(([first, second]) => first + second);
const credentials = prefixed.map((text) => SecretBytes.fromText(text));

const outcomes: fc.Arbitrary<AuthenticationEvent> = fc.oneof(
  fc.constantFrom<AuthenticationEvent>(
    { kind: 'password_verified' },
    { kind: 'pin_verified' },
    { kind: 'pin_refused' },
    // Of the browser only: for everybody else they are no events at all.
    { kind: 'passkey_verified', counter: 1, isUserVerified: true },
    { kind: 'signed_in_with_passkey', credentialId: 'passkey-1' },
    { kind: 'answered_with_passkey', credentialId: 'passkey-1' },
    { kind: 'method_chosen', method: 'text_message' },
    { kind: 'text_message_queued', codeHash: hashSentCode(ID, SENT), digits: 6 },
    { kind: 'text_message_queued', codeHash: hashSentCode('another', SENT), digits: 6 },
    { kind: 'text_message_queued', codeHash: '', digits: 6 },
    { kind: 'text_message_refused', reason: 'delivery_failed' },
    { kind: 'text_message_refused', reason: 'delivery_limited' },
  ),
  fc.constantFrom(...REJECTION_REASONS).map((reason) => ({ kind: 'password_refused', reason }) as const),
);

/** `wanted`: whatever the machine waits for comes true, after a question one of the right answers. */
type Happening = { readonly event: AuthenticationEvent | 'wanted'; readonly passMilliseconds: number };

const happenings: fc.Arbitrary<Happening> = fc.record({
  event: fc.oneof(
    { weight: 5, arbitrary: fc.constant('wanted' as const) },
    { weight: 4, arbitrary: credentials.map((credential) => ({ kind: 'answered', credential }) as const) },
    { weight: 1, arbitrary: credentials.map((credential) => ({ kind: 'signed_in', credential }) as const) },
    { weight: 1, arbitrary: outcomes },
  ),
  passMilliseconds: rarely(fc.constantFrom(1, 30_000, 100_000, 400_000), 0),
});

const WANTED = {
  verify_password: { kind: 'password_verified' },
  verify_pin: { kind: 'pin_verified' },
  verify_passkey: { kind: 'passkey_verified', counter: 1, isUserVerified: true },
  send_text_message: { kind: 'text_message_queued', codeHash: hashSentCode(ID, SENT), digits: 6 },
} as const satisfies Record<string, AuthenticationEvent>;
const RIGHT_ANSWERS = [SENT, totpCode(devices.totp, NOW), hotpCode(devices.hotp, 0), RECOVERY_CODES[0]];

const worlds = fc.record({
  policy: policies,
  settings,
  user: rarely(fc.option(users, { nil: undefined }), undefined).chain((user) =>
    user === undefined ? fc.option(users, { nil: undefined, freq: 9 }) : fc.constant(user),
  ),
  clientAddress: fc.constantFrom('', TRUSTED.inside, TRUSTED.outside),
  first: credentials,
  timeStepsAfter: rarely(fc.constantFrom(NOW - 60_000, NOW), 0),
  happenings: fc.array(happenings, { maxLength: 10 }),
  // Facts and the user's record as they are when the claimant comes again.
  rounds: fc.array(
    fc.tuple(facts, rarely(fc.option(users, { nil: otherUser.having(devices.totp).build() }), modelUser.build())),
    {
      minLength: 4,
      maxLength: 4,
    },
  ),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

/** Plays one world and gives how it was accepted, if it was. */
function play(world: World): readonly string[] {
  let round = 0;
  let context = firstContext(world);
  const model = new SignInModel(aSignIn(context, { id: ID, clientAddress: world.clientAddress }));
  const first: Happening = { event: { kind: 'signed_in', credential: world.first }, passMilliseconds: 0 };
  for (const [index, { event, passMilliseconds }] of [first, ...world.happenings].entries()) {
    const real = event === 'wanted' ? wantedBy(model, index + world.first.length) : event;
    if (real.kind === 'answered') {
      round += 1;
      context = nextContext(world, context, round, passMilliseconds);
    }
    model.happen(real, context);
  }
  return model.reached;
}

function wantedBy(model: SignInModel, choice: number): AuthenticationEvent {
  const asked = model.asked?.kind ?? 'commit';
  return asked === 'commit' ? answered(RIGHT_ANSWERS[choice % RIGHT_ANSWERS.length] ?? SENT) : WANTED[asked];
}

function firstContext(world: World): AdvanceContext {
  return aContext({
    user: world.user,
    relyingParty: aRelyingParty(world.policy),
    settings: world.settings,
    facts: someFacts({ ...world.rounds[0]?.[0], revocations: 0 }),
    timeStepsAfter: world.timeStepsAfter,
  });
}

/** When the claimant comes again it is mostly the same person; sometimes changed, sometimes somebody else. */
function nextContext(world: World, before: AdvanceContext, round: number, passed: number): AdvanceContext {
  const [facts, changed] = world.rounds[round % world.rounds.length] ?? [];
  const user = changed === undefined || changed.authenticators.length === 0 ? world.user : changed;
  return { ...before, facts: someFacts(facts), user, now: before.now + passed };
}

describe('the state machine', () => {
  it('reaches an accept over recorded proofs only, whatever happens in whatever order', () => {
    const reached = new Map<string, number>();
    fc.assert(
      fc.property(worlds, (world) => {
        for (const way of play(world)) reached.set(way, (reached.get(way) ?? 0) + 1);
      }),
      { numRuns: 12_000, seed: 20260301 },
    );
    // Proof that the run was not in vain: every way in was gone at least a few times.
    expect([...reached.keys()].sort()).toEqual([
      'one_time_bypass/bypass',
      'remembered_result/none',
      'second_factor/hotp',
      'second_factor/recovery_code',
      'second_factor/sent_code',
      'second_factor/totp',
      'trusted_address/none',
      'unknown_user_allowed/none',
    ]);
    expect(Object.fromEntries([...reached].filter(([, count]) => count < 5))).toEqual({});
  });

  it('does so for a chance of its own in every run', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        play(world);
      }),
      { numRuns: 1000 },
    );
  });

  it('decides alike for a record that was kept as JSON between two steps', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const context = aContext({
          user: world.user,
          relyingParty: aRelyingParty(world.policy),
          settings: world.settings,
        });
        let kept = aSignIn(context, { id: ID, clientAddress: world.clientAddress });
        let event: AuthenticationEvent = { kind: 'signed_in', credential: world.first };
        for (const happening of world.happenings) {
          const direct = advance(kept, event, context);
          kept = JSON.parse(JSON.stringify(kept)) as typeof kept;
          const throughText = advance(kept, event, context);
          expect(JSON.stringify(throughText)).toBe(JSON.stringify(direct));
          kept = direct.next;
          const asked = direct.command.kind;
          if (happening.event !== 'wanted') event = happening.event;
          else if (asked !== 'commit') event = WANTED[asked];
        }
      }),
      { numRuns: 1000 },
    );
  });
});
