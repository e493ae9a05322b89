import type { User } from '@countersign/domain';
import { describe, expect, it } from '@jest/globals';
import { aHotpAuthenticator, aPhone, aTotpAuthenticator, aUser } from '@countersign/testing/builders';
import { randomUUID } from 'node:crypto';
import { codeHashes, EngineWorld } from './__fixtures__/engine.ts';
import type { FactsChange, StoreWorld } from './__fixtures__/store-world.ts';
import { ExplainSignIn } from './explain-sign-in.use-case.ts';

const HOUR = 3_600_000;
const alice = aUser().with({ passwordHash: 'hash of secret' });
const withTotp = alice.having(aTotpAuthenticator().build());
const withPhone = alice.having(aPhone());

interface Case {
  readonly user?: User;
  readonly rules?: Parameters<EngineWorld['rules']>[0];
  readonly facts?: FactsChange;
  readonly userName?: string;
  /** What follows the password in the same field. */
  readonly isCodeTyped?: boolean;
  readonly hasLimitedTexts?: boolean;
  /** A sign-in with its second factor comes before. */
  readonly isSecond?: boolean;
  readonly expected: string;
}

const CASES: Readonly<Record<string, Case>> = {
  'a question for a code': { expected: 'challenged  totp' },
  'a question for the code of a text message': { user: withPhone.build(), expected: 'challenged  text_message' },
  'a code in the same field': {
    rules: { codeEntry: 'concatenated' },
    isCodeTyped: true,
    expected: 'accepted second_factor totp',
  },
  'nobody of that name': { userName: 'mallory', expected: 'rejected user_unknown' },
  'somebody whom only the directory knows, and who may pass': {
    rules: { requireUserMatch: false, passwordSource: 'directory' },
    userName: 'mallory',
    expected: 'accepted unknown_user_allowed',
  },
  'a disabled user': { user: withTotp.disabled().build(), expected: 'rejected user_disabled' },
  'a blocked user': { facts: { blockedUntil: HOUR }, expected: 'rejected user_blocked' },
  'a user who is locked out': { facts: { lockedUntil: HOUR }, expected: 'rejected user_locked_out' },
  'too many wrong passwords': { facts: { passwordThrottledUntil: HOUR }, expected: 'rejected password_throttled' },
  'a user without a password': {
    user: withTotp.with({ passwordHash: undefined }).build(),
    expected: 'rejected password_wrong',
  },
  'a trusted address': { rules: { trustedNetworks: ['192.0.2.0/24'] }, expected: 'accepted trusted_address' },
  'a one-time bypass': { facts: { bypassUntil: HOUR, bypassId: 'b' }, expected: 'accepted one_time_bypass' },
  'a result that is remembered': {
    rules: { rememberSeconds: 600, rememberScope: 'user' },
    isSecond: true,
    expected: 'accepted remembered_result',
  },
  'a PIN that must be changed': {
    user: withTotp.inPinMode('pin 1357').withPinChangeRequired().build(),
    expected: 'rejected pin_change_required',
  },
  'no method at all': { user: alice.build(), expected: 'rejected no_usable_method' },
  'no method that the application allows': {
    rules: { allowedMethods: ['text_message'] },
    expected: 'rejected no_usable_method',
  },
  'an application that cannot ask': {
    user: withPhone.build(),
    rules: { codeEntry: 'concatenated' },
    expected: 'rejected client_cannot_challenge',
  },
  'too many text messages': { user: withPhone.build(), hasLimitedTexts: true, expected: 'rejected delivery_limited' },
  'a device that counts': {
    user: alice.having(aHotpAuthenticator().build()).build(),
    expected: 'challenged  hotp',
  },
};

/** What is told of a sign-in is what then happens. */
export function describeExplanations(name: string, makeStores: () => Promise<StoreWorld>): void {
  describe(`${name}: the explanation of a sign-in`, () => {
    it.each(Object.entries(CASES))('tells of %s what then happens, and changes nothing', async (_, given) => {
      const { user = withTotp.build(), userName = 'alice' } = given;
      const world = new EngineWorld(await makeStores(), user);
      await arrange(world, user, given);
      const before = await world.store.journal();
      const told = await explain(world, userName);
      expect(told).toBe(given.expected);
      expect(await explain(world, userName)).toBe(told);
      expect(await world.store.journal()).toEqual(before);
      expect(world.textMessages.sent).toEqual([]);
      const code = given.isCodeTyped === true ? await world.code(user) : '';
      await world.ask(`secret${code}`, { userName });
      expect(lineOf((await world.store.journal()).at(-1))).toBe(told);
    });
  });
}

async function arrange(
  world: EngineWorld,
  user: User,
  { rules, facts, hasLimitedTexts, isSecond }: Case,
): Promise<void> {
  if (rules !== undefined) world.rules(rules);
  if (hasLimitedTexts === true) {
    world.textMessages.outcome = { kind: 'limited', retryAfterSeconds: 60 };
    const { textMessageLimits } = world.settings;
    world.settings = { ...world.settings, textMessageLimits: { ...textMessageLimits, allowedCallingCodes: ['33'] } };
  }
  if (facts !== undefined) await world.store.change(user.id, await fromNow(world, facts));
  if (isSecond === true) {
    const { handle } = await world.ask('secret');
    expect((await world.ask(await world.code(user), { handle })).outcome).toBe('accepted');
  }
}

/** Instants of a case count from now, by the clock that decides. */
async function fromNow(world: EngineWorld, facts: FactsChange): Promise<FactsChange> {
  const question = { userId: undefined, requestKey: randomUUID(), handle: '', authenticatorIds: [] };
  const { now } = await world.store.stores[0].load(question);
  const entries = Object.entries(facts).map(([key, value]) => [key, typeof value === 'number' ? now + value : value]);
  return Object.fromEntries(entries) as FactsChange;
}

async function explain(world: EngineWorld, userName: string): Promise<string> {
  const [store] = world.store.stores;
  const useCase = new ExplainSignIn({
    relyingParties: { get: (id) => world.relyingParties.get(id) },
    settings: { current: () => world.settings },
    users: world.users.cached(),
    store,
    codeHashes,
    newId: randomUUID,
  });
  const { explanation } = await useCase.execute({ userName, relyingPartyId: 'rp-vpn', clientAddress: '192.0.2.7' });
  const { verdict, method = '' } = explanation;
  const why = verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome === 'accepted' ? verdict.basis : '';
  return `${verdict.outcome} ${why} ${method}`.trim();
}

function lineOf(line: { event: string; outcome: string; reason: string } | undefined): string {
  const { details } = JSON.parse(line?.event ?? '{}') as { details: { basis?: string; method?: string } };
  const { basis = '', method = '' } = details;
  return `${line?.outcome} ${line?.outcome === 'rejected' ? line.reason : basis} ${method}`.trim();
}
