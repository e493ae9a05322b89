import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  aBegin,
  aChallenge,
  aCommit,
  anAccept,
  DEVICE,
  ending,
  look,
  SECOND,
  type StoreWorld,
  totpClaim,
  unique,
} from '../__fixtures__/store-world.ts';
import type { BeginRequest, CommitRequest, FailureBudget } from './authentication-store.ts';

const PASSWORD: FailureBudget = { ...SECOND, factor: 'password' };

/** What every store promises about budgets, repeated sign-ins and the loss of its memory. */
export function describeBudgets(name: string, makeWorld: () => Promise<StoreWorld>): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await makeWorld();
  });
  const one = () => world.stores[0];
  const other = () => world.stores[1];
  const fail = async (changes: Partial<CommitRequest> = {}) =>
    one().commit(aCommit(await look(one()), { failure: SECOND, ...changes }));
  const begin = async (changes: Partial<BeginRequest> = {}) => {
    const request = aBegin(await look(one()), changes);
    return { request, outcome: await one().begin(request) };
  };
  const end = async (request: BeginRequest, changes: Partial<CommitRequest>) =>
    one().commit(aCommit(await look(one()), ending(request, changes)));

  describe(`${name}: wrong codes`, () => {
    it('lock the user at the last one allowed, end what is open, and say so in the journal', async () => {
      const outcomes = [await fail(), await fail(), await fail()];
      const { facts, now } = await look(other());
      expect(outcomes).toEqual([
        { kind: 'done', lockedUntil: 0 },
        { kind: 'done', lockedUntil: 0 },
        { kind: 'done', lockedUntil: facts.lockedUntil },
      ]);
      expect(facts.lockedUntil - now).toBeGreaterThan(590_000);
      expect([facts.revocations, facts.passwordThrottledUntil]).toEqual([1, 0]);
      expect((await world.journal()).map((line) => line.lockedUntil)).toEqual([0, 0, facts.lockedUntil]);
    });

    it('turn the next challenge into a refusal when they lock the user', async () => {
      await fail();
      await fail();
      const challenge = aChallenge(await look(one()), 'handle-1', { failure: SECOND, requestKey: 'request-1' });
      expect(await one().commit(challenge)).toMatchObject({ kind: 'refused', reason: 'too_many_attempts' });
      const loaded = await look(one(), 'handle-1', 'request-1');
      expect([loaded.authentication, loaded.earlier]).toEqual([undefined, '"refused"']);
      expect((await world.journal()).at(-1)).toMatchObject({ outcome: 'rejected', reason: 'too_many_attempts' });
    });

    it('make decisions of others stale when they lock the user', async () => {
      const before = await look(other());
      for (let wrong = 0; wrong < 3; wrong += 1) await fail();
      expect((await other().commit(anAccept(before, totpClaim(5)))).kind).toBe('stale');
    });

    it('are forgotten after their time, after the lock, and after a right one', async () => {
      await fail();
      await fail();
      await world.pass(60_001);
      expect(await fail()).toEqual({ kind: 'done', lockedUntil: 0 });
      await one().commit(anAccept(await look(one()), totpClaim(5), { restoredFactors: ['second'] }));
      const kinds = [await fail(), await fail(), await fail(), await fail()];
      expect(kinds.map((outcome) => outcome.kind === 'done' && outcome.lockedUntil > 0)).toEqual([
        false,
        false,
        true,
        false,
      ]);
    });

    it('count from the first one: a later one does not prolong the time', async () => {
      await fail();
      await world.pass(40_000);
      await fail();
      await world.pass(30_000);
      expect(await fail()).toEqual({ kind: 'done', lockedUntil: 0 });
    });

    it('are counted all, when hundreds come at once at two servers', async () => {
      const loaded = await look(one());
      const guesses = Array.from({ length: 100 }, (_, index) =>
        (index % 2 === 0 ? one() : other()).commit(aCommit(loaded, { failure: SECOND })),
      );
      const kinds = (await Promise.all(guesses)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'done')).toHaveLength(SECOND.denials);
      expect(kinds.filter((kind) => kind === 'stale')).toHaveLength(100 - SECOND.denials);
    });
  });

  describe(`${name}: passwords`, () => {
    it('are looked at as often as the budget allows, whoever asks', async () => {
      const loaded = await look(one());
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? one() : other()).begin(aBegin(loaded))),
      );
      expect(outcomes.filter(({ kind }) => kind === 'begun')).toHaveLength(3);
      expect(outcomes.filter(({ kind }) => kind === 'throttled')).toHaveLength(47);
    });

    it('throttle further ones when the budget was spent on wrong ones; the user is not locked', async () => {
      const before = await look(one());
      for (let wrong = 0; wrong < 3; wrong += 1) {
        const { request } = await begin();
        await end(request, { failure: PASSWORD, reason: 'password_wrong' });
      }
      const { facts, now } = await look(other());
      expect(facts.passwordThrottledUntil - now).toBeGreaterThan(590_000);
      expect([facts.lockedUntil, facts.revocations]).toEqual([0, 0]);
      expect((await world.journal()).map((line) => line.lockedUntil)).toEqual([0, 0, 0]);
      // Neither does one get through that looked before the throttle.
      expect(await other().begin(aBegin(before))).toEqual({ kind: 'throttled' });
    });

    it('are counted once, and given back when one is right or nobody could look', async () => {
      await begin();
      await begin();
      const { request } = await begin();
      expect((await begin()).outcome).toEqual({ kind: 'throttled' });
      await one().release(request);
      const { request: right, outcome } = await begin();
      expect(outcome).toEqual({ kind: 'begun' });
      await end(right, { outcome: 'accepted', reason: '', restoredFactors: ['password'] });
      expect([(await begin()).outcome.kind, (await begin()).outcome.kind, (await begin()).outcome.kind]).toEqual([
        'begun',
        'begun',
        'begun',
      ]);
    });

    it('are no failures of the second factor', async () => {
      await fail();
      await fail();
      const { request } = await begin();
      expect(await end(request, { failure: PASSWORD })).toEqual({ kind: 'done', lockedUntil: 0 });
    });

    it('of somebody whom nobody knows have no budget here', async () => {
      const loaded = await look(one());
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, () => one().begin(aBegin(loaded, { userId: undefined }))),
      );
      expect(outcomes.every(({ kind }) => kind === 'begun')).toBe(true);
    });
  });

  describe(`${name}: a request that is being worked on`, () => {
    it('is pending for its repeats, not for itself', async () => {
      const { request } = await begin({ requestKey: 'request-1' });
      expect((await look(other(), '', 'request-1')).earlier).toBe('pending');
      expect(await other().begin({ ...request, authenticationId: 'x' })).toEqual({
        kind: 'earlier',
        result: 'pending',
      });
      const foreign = aCommit(await look(other()), { requestKey: 'request-1' });
      expect(await other().commit(foreign)).toEqual({ kind: 'earlier', result: 'pending' });
      expect((await end(request, {})).kind).toBe('done');
      expect(await other().begin(request)).toEqual({ kind: 'earlier', result: '"as proposed"' });
    });

    it('is forgotten when its server died', async () => {
      const { request } = await begin({ requestKey: 'request-1', pendingMilliseconds: 5000 });
      await world.pass(5001);
      expect((await other().begin(request)).kind).toBe('begun');
    });

    it('keeps others from trying the same code, until it is decided or given back', async () => {
      const tentative = { authenticatorId: DEVICE, value: 7 };
      const { request } = await begin({ tentative });
      expect((await begin({ tentative })).outcome).toEqual({ kind: 'replayed' });
      expect((await begin({ tentative: { ...tentative, value: 8 } })).outcome.kind).toBe('begun');
      await end(request, { failure: PASSWORD, reason: 'password_wrong' });
      const again = await begin({ tentative });
      expect(again.outcome.kind).toBe('begun');
      await one().release(again.request);
      expect((await begin({ tentative })).outcome.kind).toBe('begun');
    });
  });

  describe(`${name}: the same sign-in, asked again`, () => {
    const DEADLINE = 5000;

    it('joins the one under way, and all get its answer', async () => {
      const joinKey = unique('join');
      const { request } = await begin({ joinKey });
      const joined = await other().begin(aBegin(await look(other()), { joinKey }));
      expect(joined).toEqual({ kind: 'joined', authenticationId: request.authenticationId });
      const waiting = [one(), other(), other()].map((store) => store.awaitDecision(request.authenticationId, DEADLINE));
      await end(request, { reason: 'password_wrong', failure: PASSWORD });
      expect(await Promise.all(waiting)).toEqual(Array(3).fill('"as proposed"'));
      expect(await other().awaitDecision(request.authenticationId, DEADLINE)).toBe('"as proposed"');
    });

    it('begins anew once the first was decided for good', async () => {
      const joinKey = unique('join');
      const { request } = await begin({ joinKey });
      await end(request, { outcome: 'accepted', reason: '' });
      expect((await begin({ joinKey })).outcome.kind).toBe('begun');
    });

    it('joins an open challenge, until that is answered', async () => {
      const joinKey = unique('join');
      const { request } = await begin({ joinKey });
      await one().commit(aChallenge(await look(one()), 'handle-1', ending(request)));
      expect((await begin({ joinKey })).outcome.kind).toBe('joined');
      const { authenticationId } = request;
      await other().commit(aCommit(await look(other(), 'handle-1'), { authenticationId, consumedHandle: 'handle-1' }));
      expect((await begin({ joinKey })).outcome.kind).toBe('begun');
    });

    it('hears nothing when nobody decided, or when the first gave up', async () => {
      const { request } = await begin({ joinKey: unique('join') });
      expect(await other().awaitDecision(request.authenticationId, 20)).toBeUndefined();
      const waiting = other().awaitDecision(request.authenticationId, 60_000);
      // The waiter listens before it asks; a question of its own behind it shows that it has asked.
      await look(other());
      await one().release(request);
      expect(await waiting).toBeUndefined();
    });
  });

  describe(`${name}: after the loss of its memory`, () => {
    it('decides nothing until it is restored, and says since when it remembers', async () => {
      const before = await look(one());
      const { request } = await begin();
      await world.loseMemory();
      const unavailable = { code: 'unavailable' };
      await expect(one().commit(anAccept(before, totpClaim(5)))).rejects.toMatchObject(unavailable);
      await world.restored();
      const after = await look(other());
      expect(after.generation.id).not.toBe(before.generation.id);
      expect(after.generation.recoveredAt).toBeGreaterThan(0);
      expect(after.generation.recoveredAt).toBeLessThanOrEqual(after.now);
      await expect(other().begin({ ...request, requestKey: 'another' })).rejects.toMatchObject(unavailable);
      expect(await world.journal()).toEqual([]);
    });

    it('is noticed by the first who asks', async () => {
      await world.loseMemory();
      await expect(look(one())).rejects.toMatchObject({ code: 'unavailable' });
      await world.restored();
      expect((await look(one())).generation.recoveredAt).toBeGreaterThan(0);
    });

    it('accepts nothing that was decided before it, not even beside something newer', async () => {
      const before = await look(one());
      await world.loseMemory();
      await expect(look(one())).rejects.toMatchObject({ code: 'unavailable' });
      await world.restored();
      const after = await look(one());
      const [newer, older] = await Promise.allSettled([
        one().commit(anAccept(after, totpClaim(5, 'device-2'))),
        one().commit(anAccept(before, totpClaim(5), { userId: undefined })),
      ]);
      expect(newer).toMatchObject({ status: 'fulfilled', value: { kind: 'done' } });
      expect(older).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
      expect(await world.journal()).toHaveLength(1);
    });
  });
}
