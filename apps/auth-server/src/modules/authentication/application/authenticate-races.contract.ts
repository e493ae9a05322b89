import type { User } from '@countersign/domain';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { aPhone, aTotpAuthenticator, aUser, aWrongCode, someSettings } from '@countersign/testing/builders';
import { anAttempt, EngineWorld, tally } from './__fixtures__/engine.ts';
import { look, type StoreWorld } from './__fixtures__/store-world.ts';

const totp = aTotpAuthenticator().build();
const alice = aUser().with({ passwordHash: 'hash of secret' }).having(totp).build();
const CODE_ONLY = { passwordSource: 'none', codeEntry: 'code_only' } as const;

/** What must hold when everything happens at once, at two servers. */
export function describeRaces(name: string, makeStores: () => Promise<StoreWorld>): void {
  let world: EngineWorld;
  const given = async (...users: readonly User[]) => {
    world = new EngineWorld(await makeStores(), ...users);
  };
  beforeEach(() => given(alice));
  const gated = () => {
    let open: () => void = () => undefined;
    world.passwords.gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    return () => open();
  };
  const until = async (isSo: () => boolean) => {
    for (let turn = 0; turn < 2000 && !isSo(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    if (!isSo()) throw new Error('it did not come to that within 2 s');
  };

  describe(`${name}: one code, sent 200 times at once`, () => {
    it('is accepted once, alone', async () => {
      world.rules(CODE_ONLY);
      const code = await world.code(alice);
      expect(tally(await world.askOften(200, () => anAttempt(code)))).toEqual({ accepted: 1, rejected: 199 });
    });

    it('is accepted once, behind the password', async () => {
      world.rules({ codeEntry: 'concatenated' });
      const code = await world.code(alice);
      const answers = await world.askOften(200, () => anAttempt(`secret${code}`));
      expect(tally(answers)).toEqual({ accepted: 1, rejected: 199 });
      expect((await world.journal()).filter((line) => line === 'accepted')).toHaveLength(1);
    });

    it('is accepted once, as answer to one challenge', async () => {
      const { handle } = await world.ask('secret');
      const code = await world.code(alice);
      expect(tally(await world.askOften(200, () => anAttempt(code, { handle })))).toEqual({
        accepted: 1,
        rejected: 199,
      });
    });

    it('is accepted once, as answer to 50 challenges', async () => {
      const stations = Array.from({ length: 50 }, (_, index) => ({ callingStation: `station-${index}` }));
      world.settings = someSettings({ passwordThrottle: { denials: 100, resetMinutes: 1, unlockMinutes: 1 } });
      const questions = await Promise.all(stations.map((station) => world.ask('secret', station)));
      const code = await world.code(alice);
      const answers = await world.askOften(50, (index) =>
        anAttempt(code, { handle: questions[index]?.handle ?? '', ...stations[index] }),
      );
      expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
    });

    it('is one answer for all repeats of one request', async () => {
      world.rules(CODE_ONLY);
      const code = await world.code(alice);
      const answers = await world.askOften(200, () => anAttempt(code, { requestKey: 'request-1' }));
      expect(tally(answers)).toEqual({ accepted: 200 });
      expect(new Set(answers.map(({ authenticationId }) => authenticationId)).size).toBe(1);
      expect(await world.journal()).toEqual(['accepted']);
    });
  });

  describe(`${name}: guesses`, () => {
    it('at codes are looked at as often as the budget allows, then the user is locked', async () => {
      world.rules(CODE_ONLY);
      const right = await Promise.all([-1, 0, 1].map((steps) => world.code(alice, steps)));
      const guesses = Array.from({ length: 100 }, (_, index) => String(100_000 + index)).filter(
        (guess) => !right.includes(guess),
      );
      const answers = await world.askOften(guesses.length, (index) => anAttempt(guesses[index] ?? ''));
      expect(tally(answers)).toEqual({ rejected: guesses.length });
      const journal = await world.journal();
      expect(journal.filter((line) => line === 'rejected: code_wrong')).toHaveLength(5);
      expect(journal.filter((line) => line === 'rejected: user_locked_out')).toHaveLength(guesses.length - 5);
      expect((await world.ask(await world.code(alice))).outcome).toBe('rejected');
    });

    it('at passwords are looked at as often as the budget allows, however slow the looking is', async () => {
      const open = gated();
      const guessing = world.askOften(100, (index) => anAttempt(`guess ${index}`));
      await until(() => world.passwords.looks.length === 5);
      open();
      expect(tally(await guessing)).toEqual({ rejected: 100 });
      expect(world.passwords.looks).toHaveLength(5);
      expect((await world.ask('secret')).outcome).toBe('rejected');
      expect((await world.journal()).at(-1)).toBe('rejected: password_throttled');
    });

    it('at the password of somebody whom only the directory knows have a budget as well', async () => {
      world.rules({ passwordSource: 'directory', requireUserMatch: false });
      const bob = { userName: 'bob' };
      for (let round = 0; round < 3; round += 1) {
        for (let wrong = 0; wrong < 4; wrong += 1) await world.ask(`guess ${wrong}`, bob);
        expect((await world.ask('secret', bob, 1)).outcome).toBe('accepted');
      }
      expect(world.passwords.looks).toHaveLength(15);
      await world.askOften(100, (index) => anAttempt(`other guess ${index}`, bob));
      expect(world.passwords.looks).toHaveLength(20);
      expect((await world.ask('secret', bob)).outcome).toBe('rejected');
      expect((await world.ask('secret', { userName: 'carol' })).outcome).toBe('accepted');
    });

    it('at PINs cost attempts, and the code behind them stays unused', async () => {
      await given(aUser().with({ passwordHash: 'hash of secret' }).having(totp).inPinMode('pin 1357').build());
      world.rules(CODE_ONLY);
      const code = await world.code(alice);
      await world.askOften(40, (index) => anAttempt(`${2000 + index}${code}`));
      expect((await world.journal()).filter((line) => line === 'rejected: pin_wrong')).toHaveLength(5);
      expect((await world.ask(`1357${code}`)).outcome).toBe('rejected');
    });
  });

  describe(`${name}: a one-time bypass`, () => {
    it('lets one of 50 in who ask at once', async () => {
      const { now } = await look(world.store.stores[0]);
      await world.store.change(alice.id, { bypassUntil: now + 60_000, bypassId: 'bypass-1' });
      world.settings = someSettings({ passwordThrottle: { denials: 100, resetMinutes: 1, unlockMinutes: 1 } });
      const answers = await world.askOften(50, (index) => anAttempt('secret', { callingStation: `station-${index}` }));
      expect(tally(answers)).toEqual({ accepted: 1, challenged: 49 });
    });
  });

  describe(`${name}: the same sign-in from several requests`, () => {
    it.each([
      ['we check the password', {}],
      ['the relying party checked it', { passwordSource: 'none', codeEntry: 'challenge' } as const],
    ])('is one look, one text message and one challenge when %s', async (_title, rules) => {
      await given(aUser().with({ passwordHash: 'hash of secret' }).having(aPhone()).build());
      world.rules(rules);
      const open = gated();
      const asking = world.askOften(20, () => anAttempt('secret', { callingStation: 'station-1' }));
      if (!('passwordSource' in rules)) await until(() => world.passwords.looks.length === 1);
      open();
      const answers = await asking;
      expect(tally(answers)).toEqual({ challenged: 20 });
      expect(new Set(answers.map(({ handle }) => handle)).size).toBe(1);
      expect(world.textMessages.sent).toHaveLength(1);
      expect(world.passwords.looks.length).toBeLessThanOrEqual(1);
      const { handle } = answers[7] ?? { handle: '' };
      const answer = { handle, callingStation: 'station-1' };
      expect((await world.ask(world.textMessages.lastCode, answer, 1)).outcome).toBe('accepted');
      // Whoever signs in again right afterwards gets a challenge of their own.
      const again = await world.ask('secret', { callingStation: 'station-1' });
      expect(again.outcome).toBe('challenged');
      expect(again.handle).not.toBe(handle);
    });

    it('is another one with another password, station or client', async () => {
      world.rules({}, 'rp-other');
      const open = gated();
      const asking = Promise.all([
        world.ask('secret'),
        world.ask('secret', { callingStation: 'other' }, 1),
        world.ask('secret', { relyingPartyId: 'rp-other' }),
        world.ask('wrong', {}, 1),
      ]);
      await until(() => world.passwords.looks.length === 4);
      open();
      expect((await asking).map(({ outcome }) => outcome)).toEqual([
        'challenged',
        'challenged',
        'challenged',
        'rejected',
      ]);
    });

    it('is in progress for a repeat of its own request', async () => {
      const open = gated();
      const first = world.ask('secret', { requestKey: 'request-1' });
      await until(() => world.passwords.looks.length === 1);
      expect((await world.ask('secret', { requestKey: 'request-1' }, 1)).outcome).toBe('in_progress');
      open();
      expect(await world.ask('secret', { requestKey: 'request-1' }, 1)).toMatchObject({ outcome: 'in_progress' });
      const answer = await first;
      expect(await world.ask('secret', { requestKey: 'request-1' }, 1)).toEqual(answer);
    });
  });

  describe(`${name}: a directory that does not answer`, () => {
    it('is no decision, and costs no attempt', async () => {
      world.passwords.isAway = true;
      for (let asked = 0; asked < 10; asked += 1) {
        await expect(world.ask('secret', { requestKey: 'request-1' })).rejects.toMatchObject({
          code: 'directory_unavailable',
        });
      }
      world.passwords.isAway = false;
      expect((await world.ask('secret', { requestKey: 'request-1' }, 1)).outcome).toBe('challenged');
      expect(await world.journal()).toEqual(['challenged']);
    });
  });

  describe(`${name}: a change of the user`, () => {
    const changed = async (user: typeof alice) => {
      world.users.set(user);
      await world.store.change(user.id, { leastUserVersion: user.version });
    };

    it('between two steps counts in the second: a user who was disabled is refused', async () => {
      const { handle } = await world.ask('secret');
      await changed({ ...alice, version: 2, isEnabled: false });
      expect((await world.ask(await world.code(alice), { handle })).outcome).toBe('rejected');
      expect((await world.journal()).at(-1)).toBe('rejected: user_disabled');
    });

    it('counts at once at a server that still has the old record', async () => {
      await world.ask('secret', {}, 1);
      await changed({ ...alice, version: 2, isEnabled: false });
      expect((await world.ask('secret', {}, 1)).outcome).toBe('rejected');
    });

    it('is waited for when no copy has it yet', async () => {
      await world.ask('secret');
      await world.store.change(alice.id, { leastUserVersion: 2 });
      await expect(world.ask('secret', { callingStation: 'x' })).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('while the password is being looked at makes the look void: the old password is no proof any more', async () => {
      const open = gated();
      const asking = world.ask('secret');
      await until(() => world.passwords.looks.length === 1);
      await changed({ ...alice, version: 2, passwordHash: 'hash of another' });
      open();
      expect((await asking).outcome).toBe('rejected');
      expect((await world.journal()).at(-1)).toBe('rejected: password_wrong');
    });

    it('that touches the facts alone does not cost a second look', async () => {
      const open = gated();
      const asking = world.ask('secret');
      await until(() => world.passwords.looks.length === 1);
      await world.store.change(alice.id, { bypassId: 'bypass-1', bypassUntil: 1e15 });
      open();
      expect((await asking).outcome).toBe('accepted');
      expect(world.passwords.looks).toHaveLength(1);
    });

    it('that locks the user ends the sign-in under way', async () => {
      const { handle } = await world.ask('secret');
      await world.store.change(alice.id, { lockedUntil: 1e15, revocations: 1 });
      expect((await world.ask(await world.code(alice), { handle })).outcome).toBe('rejected');
      await world.store.change(alice.id, { lockedUntil: 0 });
      const second = await world.ask('secret', { callingStation: 'x' });
      await world.store.change(alice.id, { revocations: 2 });
      const late = { handle: second.handle, callingStation: 'x' };
      expect((await world.ask(await world.code(alice), late)).outcome).toBe('rejected');
      expect((await world.journal()).at(-1)).toBe('rejected: authentication_revoked');
    });

    it('never ends is no reason to wait for ever', async () => {
      const { stores } = world.store;
      const commit = stores[0].commit.bind(stores[0]);
      Object.defineProperty(stores[0], 'commit', {
        value: async (request: Parameters<typeof commit>[0]) => {
          await world.store.change(alice.id, { blockedUntil: 0 });
          return commit(request);
        },
      });
      await expect(world.ask('secret')).rejects.toMatchObject({ code: 'unavailable' });
      expect(world.passwords.looks).toHaveLength(1);
      expect(await world.journal()).toEqual([]);
    });
  });

  describe(`${name}: the loss of the memory`, () => {
    it('makes no code good again that was shown before', async () => {
      world.rules(CODE_ONLY);
      const code = await world.code(alice);
      expect((await world.ask(code)).outcome).toBe('accepted');
      await world.store.loseMemory();
      await expect(world.ask(code)).rejects.toMatchObject({ code: 'unavailable' });
      await world.store.restored();
      expect((await world.ask(code, {}, 1)).outcome).toBe('rejected');
      const wrong = aWrongCode(code);
      expect((await world.ask(wrong, {}, 1)).outcome).toBe('rejected');
      expect((await world.journal()).at(0)).toBe('rejected: code_replayed');
    });
  });
}
