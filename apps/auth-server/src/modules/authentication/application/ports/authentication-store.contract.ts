import { noLiveFacts } from '@countersign/domain';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  aChallenge,
  aCommit,
  anAccept,
  anOpenAuthentication,
  DEVICE,
  look,
  SECOND,
  type StoreWorld,
  totpClaim,
  unique,
  USER,
} from '../__fixtures__/store-world.ts';
import type { CommitRequest } from './authentication-store.ts';

/** What every store promises about loading and committing. */
export function describeCommits(name: string, makeWorld: () => Promise<StoreWorld>): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await makeWorld();
  });
  const one = () => world.stores[0];
  const other = () => world.stores[1];

  describe(`${name}: what is known`, () => {
    it('is nothing about a user who never signed in', async () => {
      const loaded = await look(one());
      expect(loaded.facts).toEqual(noLiveFacts);
      expect([loaded.leastUserVersion, loaded.authentication, loaded.earlier]).toEqual([0, undefined, undefined]);
      expect(loaded.generation.recoveredAt).toBe(0);
    });

    it('is what others changed, at every server', async () => {
      const facts = { lockedUntil: 11, blockedUntil: 12, passwordThrottledUntil: 13, revocations: 2 };
      await world.change(USER.id, { ...facts, bypassUntil: 14, bypassId: 'bypass-1', leastUserVersion: 7 });
      for (const store of world.stores) {
        const loaded = await look(store);
        expect(loaded.facts).toMatchObject({ ...facts, bypassUntil: 14, bypassId: 'bypass-1' });
        expect(loaded.leastUserVersion).toBe(7);
        expect(loaded.facts.revision).toBeGreaterThan(0);
      }
    });

    it('is told to each of many who ask at once', async () => {
      await world.change('user-1', { lockedUntil: 1 });
      await world.change('user-2', { lockedUntil: 2 });
      await one().commit(anAccept(await look(one()), totpClaim(5)));
      const ask = (userId: string | undefined, authenticatorIds: readonly string[]) =>
        one().load({ userId, requestKey: unique('request'), handle: '', authenticatorIds });
      const answers = await Promise.all([
        ask('user-2', ['a', 'b', DEVICE]),
        ask(undefined, []),
        ask('user-1', [DEVICE]),
        ...Array.from({ length: 200 }, () => ask('user-2', [])),
      ]);
      expect(answers.map(({ facts }) => facts.lockedUntil)).toEqual([2, 0, 1, ...Array(200).fill(2)]);
      expect([...(answers[0]?.facts.lastAccepted ?? [])]).toEqual([[DEVICE, 5]]);
      expect([...(answers[2]?.facts.lastAccepted ?? [])]).toEqual([[DEVICE, 5]]);
    });
  });

  describe(`${name}: a commit`, () => {
    it('keeps a challenge for whichever server is asked next, once, and until it ends', async () => {
      const commit = aChallenge(await look(one()), 'handle-1');
      expect(await one().commit(commit)).toEqual({ kind: 'done', lockedUntil: 0 });
      const { authentication } = await look(other(), 'handle-1');
      expect(authentication).toEqual(commit.open?.authentication);
      await world.pass(90_001);
      expect((await look(other(), 'handle-1')).authentication).toBeUndefined();
    });

    it('writes nothing when a fact or the record of the user changed meanwhile', async () => {
      await one().commit(aChallenge(await look(one()), 'handle-1'));
      const loaded = await look(one(), 'handle-1');
      const commit = (changes: Partial<CommitRequest>) =>
        anAccept(loaded, totpClaim(5), { consumedHandle: 'handle-1', failure: SECOND, ...changes });
      await world.change(USER.id, { leastUserVersion: 2 });
      expect(await one().commit(commit({ expectedUserVersion: 2 }))).toEqual({ kind: 'stale' });
      const { revision } = (await look(one())).facts;
      const outdated = commit({ expectedRevision: revision, requestKey: 'request-x' });
      expect(await other().commit(outdated)).toEqual({ kind: 'stale' });
      const now = await look(one(), 'handle-1', 'request-x');
      expect(now.authentication).toBeDefined();
      expect([now.earlier, now.facts.lastAccepted.size]).toEqual([undefined, 0]);
      expect(await world.journal()).toHaveLength(1);
    });

    it('writes one line into the journal, with the outcome that came true', async () => {
      const loaded = await look(one());
      const accepted = anAccept(loaded, totpClaim(5));
      const replayed = anAccept(loaded, totpClaim(5));
      const refused = aCommit(loaded, { reason: 'user_disabled' });
      for (const commit of [accepted, replayed, refused, accepted]) await one().commit(commit);
      expect(await world.journal()).toEqual([
        { event: accepted.journalEvent, outcome: 'accepted', reason: '', lockedUntil: 0 },
        { event: replayed.journalEvent, outcome: 'rejected', reason: 'code_replayed', lockedUntil: 0 },
        { event: refused.journalEvent, outcome: 'rejected', reason: 'user_disabled', lockedUntil: 0 },
      ]);
    });

    it('answers a repeat of its request with what it answered first, on either server, for a while', async () => {
      const loaded = await look(one());
      const commit = anAccept(loaded, totpClaim(5), { requestKey: 'request-1' });
      await one().commit(commit);
      expect(await other().commit(commit)).toEqual({ kind: 'earlier', result: '"as proposed"' });
      expect((await look(other(), '', 'request-1')).earlier).toBe('"as proposed"');
      await other().commit({ ...commit, requestKey: 'request-2' });
      expect((await look(one(), '', 'request-2')).earlier).toBe('"refused"');
      await world.pass(30_001);
      expect((await look(one(), '', 'request-1')).earlier).toBeUndefined();
    });

    it('decides about somebody whom nobody knows, too', async () => {
      const loaded = await one().load({ userId: undefined, requestKey: 'r', handle: '', authenticatorIds: [] });
      const commit = aCommit(loaded, { userId: undefined, reason: 'user_unknown', failure: undefined });
      expect(await one().commit(commit)).toEqual({ kind: 'done', lockedUntil: 0 });
    });

    it('remembers a result, without making the decisions of others stale, and forgets those that ended', async () => {
      const loaded = await look(one());
      const until = (scopeKey: string, untilAt: number) => ({ remember: { scopeKey, untilAt } });
      await one().commit(anAccept(loaded, totpClaim(1), until('rp-1', loaded.now - 1)));
      await one().commit(anAccept(loaded, totpClaim(2), until('rp-2|192.0.2.7', loaded.now + 60_000)));
      const { facts } = await look(other());
      expect([...facts.rememberedUntil]).toEqual([['rp-2|192.0.2.7', loaded.now + 60_000]]);
      expect(facts.revision).toBe(loaded.facts.revision);
    });
  });

  describe(`${name}: what comes true once`, () => {
    it('is a time step or counter: only a later one than any before is accepted', async () => {
      const loaded = await look(one());
      const outcomes: string[] = [];
      for (const value of [10, 10, 9, 11, 0])
        outcomes.push((await one().commit(anAccept(loaded, totpClaim(value)))).kind);
      expect(outcomes).toEqual(['done', 'refused', 'refused', 'done', 'refused']);
      expect((await one().commit(anAccept(loaded, totpClaim(1, 'device-2')))).kind).toBe('done');
      expect((await look(other())).facts.lastAccepted.get(DEVICE)).toBe(11);
    });

    it('is a time step for as long as its window reaches, and a counter for ever', async () => {
      const loaded = await look(one());
      await one().commit(anAccept(loaded, totpClaim(10)));
      const counter = { ...totpClaim(10, 'counter'), method: 'hotp' } as const;
      await one().commit(anAccept(loaded, counter));
      await world.pass(599_000);
      expect((await one().commit(anAccept(loaded, totpClaim(10)))).kind).toBe('refused');
      await world.pass(10_000_000);
      expect((await one().commit(anAccept(loaded, counter))).kind).toBe('refused');
    });

    it('is one code, however many servers see it at once', async () => {
      const loaded = await look(one());
      const commits = Array.from({ length: 200 }, (_, index) =>
        (index % 2 === 0 ? one() : other()).commit(anAccept(loaded, totpClaim(10))),
      );
      const kinds = (await Promise.all(commits)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'done')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(199);
    });

    it('is a recovery code', async () => {
      const loaded = await look(one());
      const claim = { kind: 'recovery_code', authenticatorId: 'set', codeId: unique('code') } as const;
      expect((await one().commit(anAccept(loaded, claim))).kind).toBe('done');
      await world.pass(10_000_000);
      expect(await other().commit(anAccept(loaded, claim))).toMatchObject({ kind: 'refused', reason: 'code_replayed' });
    });

    it('is a one-time bypass, by its name', async () => {
      await world.change(USER.id, { bypassUntil: 1e15, bypassId: 'bypass-2' });
      const claim = (bypassId: string) => ({ kind: 'bypass', bypassId }) as const;
      expect((await one().commit(anAccept(await look(one()), claim('bypass-1')))).kind).toBe('refused');
      const loaded = await look(one());
      expect((await one().commit(anAccept(loaded, claim('bypass-2')))).kind).toBe('done');
      expect((await other().commit(anAccept(loaded, claim('bypass-2')))).kind).toBe('stale');
      const after = await look(one());
      expect([after.facts.bypassId, after.facts.bypassUntil]).toEqual(['', 0]);
      expect((await other().commit(anAccept(after, claim('bypass-2')))).kind).toBe('refused');
    });

    it('is a challenge: of two answers at once, one is looked at', async () => {
      await one().commit(aChallenge(await look(one()), 'handle-1'));
      const loaded = await look(one(), 'handle-1');
      const answers = await Promise.all([
        one().commit(anAccept(loaded, totpClaim(1), { consumedHandle: 'handle-1' })),
        other().commit(anAccept(loaded, totpClaim(2), { consumedHandle: 'handle-1' })),
        one().commit(aChallenge(loaded, 'handle-2', { consumedHandle: 'handle-1', failure: SECOND })),
      ]);
      expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(1);
      const refused = answers.filter(({ kind }) => kind === 'refused');
      expect(refused.map((answer) => answer.kind === 'refused' && answer.reason)).toEqual([
        'challenge_unknown',
        'challenge_unknown',
      ]);
    });
  });

  describe(`${name}: a code that was sent`, () => {
    const claim = { kind: 'sent_code', authenticatorId: 'phone-1' } as const;
    const ask = async (authenticationId: string, handle: string, consumedHandle = '') => {
      const open = {
        handle,
        authentication: anOpenAuthentication(authenticationId, true),
        lifetimeMilliseconds: 300_000,
      };
      await one().commit(aChallenge(await look(one()), handle, { authenticationId, open, consumedHandle }));
    };
    const answer = async (authenticationId: string, consumedHandle: string) =>
      (await other().commit(anAccept(await look(other()), claim, { authenticationId, consumedHandle }))).kind;

    it('counts once', async () => {
      await ask('a', 'handle-a');
      expect(await answer('a', 'handle-a')).toBe('done');
      expect(await answer('a', '')).toBe('refused');
    });

    it('counts until a newer one is sent', async () => {
      await ask('a', 'handle-a');
      await ask('b', 'handle-b');
      expect(await answer('a', 'handle-a')).toBe('refused');
      expect(await answer('b', 'handle-b')).toBe('done');
    });

    it('does not become the newest by a wrong answer to its challenge', async () => {
      await ask('a', 'handle-a');
      await ask('b', 'handle-b');
      await ask('a', 'handle-a2', 'handle-a');
      expect(await answer('a', 'handle-a2')).toBe('refused');
      expect(await answer('b', 'handle-b')).toBe('done');
    });

    it('still counts after a wrong answer', async () => {
      await ask('a', 'handle-a');
      await ask('a', 'handle-a2', 'handle-a');
      expect(await answer('a', 'handle-a2')).toBe('done');
    });
  });
}
