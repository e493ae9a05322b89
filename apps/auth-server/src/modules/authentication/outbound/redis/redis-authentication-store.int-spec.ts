import { afterEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@countersign/testing';
import { Redis } from 'ioredis';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import {
  aBegin,
  aChallenge,
  aCommit,
  anAccept,
  anOpenAuthentication,
  ending,
  look,
  SECOND,
  totpClaim,
  USER,
} from '../../application/__fixtures__/store-world.ts';
import { describeBudgets } from '../../application/ports/authentication-store-budgets.contract.ts';
import { describeCommits } from '../../application/ports/authentication-store.contract.ts';
import { RedisWorld } from './__fixtures__/redis-world.ts';

const worlds: RedisWorld[] = [];
async function aWorld(): Promise<RedisWorld> {
  const world = await RedisWorld.open();
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

describeCommits('the store in Redis', aWorld);
describeBudgets('the store in Redis', aWorld);

describe('what stands in Redis', () => {
  it('ends by itself, except what must not be forgotten', async () => {
    const world = await aWorld();
    const [store] = world.stores;
    const loaded = await look(store);
    const begun = aBegin(loaded, { joinKey: 'join', tentative: { authenticatorId: 'd', value: 1 } });
    await store.begin(begun);
    await store.begin(aBegin(loaded, { joinKey: 'join-2', tentative: { authenticatorId: 'd', value: 2 } }));
    const open = {
      handle: 'handle-1',
      authentication: anOpenAuthentication(begun.authenticationId, true),
      lifetimeMilliseconds: 90_000,
    };
    await store.commit(aChallenge(loaded, 'handle-1', ending(begun, { open, failure: SECOND })));
    await store.commit(anAccept(loaded, totpClaim(5), { remember: { scopeKey: '*', untilAt: 1 } }));
    await store.commit(anAccept(loaded, { ...totpClaim(5, 'counter'), method: 'hotp' } as never));
    await store.commit(anAccept(loaded, { kind: 'recovery_code', authenticatorId: 's', codeId: 'code' }));
    await store.commit(aCommit(loaded, { failure: { ...SECOND, factor: 'password', denials: 9 } }));
    expect((await store.commit(aCommit(loaded))).kind).toBe('done');
    const keys = await world.admin.keys('*');
    const endless: string[] = [];
    for (const key of keys) if ((await world.admin.pttl(key)) < 0) endless.push(key);
    expect(endless.sort()).toEqual(
      [
        redisKeys.generation,
        redisKeys.journal,
        redisKeys.lastAccepted('counter'),
        redisKeys.spent('code'),
        redisKeys.userFacts(USER.id),
      ].sort(),
    );
    const kinds = keys.filter((key) => !endless.includes(key)).map((key) => key.split(':')[1]);
    expect([...new Set(kinds)].sort()).toEqual(['a', 'c', 'f', 'i', 'j', 'o', 't', 'w']);
  });

  it('holds neither codes nor passwords', async () => {
    const world = await aWorld();
    const [store] = world.stores;
    await store.commit(aChallenge(await look(store), 'handle-1'));
    const record = await world.admin.get(redisKeys.authentication('handle-1'));
    expect(JSON.parse(record ?? '')).toMatchObject({ stage: { at: 'challenged' } });
    expect(record).not.toMatch(/typed|password_/);
  });
});

describe('the first start and the loss of the memory', () => {
  it('restores locks and blocks from Postgres, kills what was open, and begins one generation for all servers', async () => {
    const world = await aWorld();
    const until = Date.UTC(2100, 0, 1);
    world.archive.standings = [
      { userId: USER.id, lockedUntil: until, blockedUntil: until + 1, blockReason: 'fraud' },
      { userId: 'another', lockedUntil: 0, blockedUntil: until, blockReason: '' },
    ];
    await world.loseMemory();
    const asked = await Promise.allSettled(world.stores.map((store) => look(store)));
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await world.restored();
    const [first, second] = await Promise.all(world.stores.map((store) => look(store)));
    expect(first?.generation).toEqual(second?.generation);
    expect(first?.facts).toMatchObject({ lockedUntil: until, blockedUntil: until + 1, revocations: 1, revision: 1 });
  });

  it('waits for Postgres, and tries again by itself', async () => {
    const world = await aWorld();
    world.archive.failure = new Error('the database is away');
    await world.loseMemory();
    await expect(look(world.stores[0])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(look(world.stores[0])).rejects.toMatchObject({ code: 'unavailable' });
    expect(await world.admin.exists(redisKeys.generation)).toBe(0);
    world.archive.failure = undefined;
    await world.restored();
    expect((await look(world.stores[0])).generation.recoveredAt).toBeGreaterThan(0);
  });

  it('is told to those who keep something in memory', async () => {
    const world = await aWorld();
    let heard = 0;
    await look(world.stores[1]);
    world.servers[1]?.generation.onChanged(() => {
      heard += 1;
    });
    await world.loseMemory();
    await expect(look(world.stores[0])).rejects.toMatchObject({ code: 'unavailable' });
    await world.restored();
    await look(world.stores[1]);
    await look(world.stores[1]);
    expect(heard).toBe(1);
  });
});

describe('a Redis that must acknowledge', () => {
  it('reports no accept that too few replicas know, and keeps no answer of it', async () => {
    const world = await aWorld();
    const { store } = await world.addServer({ replicas: 1, waitMilliseconds: 20 });
    const loaded = await look(store);
    const commit = anAccept(loaded, totpClaim(5), { requestKey: 'request-1' });
    await expect(store.commit(commit)).rejects.toMatchObject({ code: 'unavailable' });
    expect((await look(store, '', 'request-1')).earlier).toBeUndefined();
    // The code counts as used all the same.
    expect((await world.stores[0].commit({ ...commit, requestKey: 'request-2' })).kind).toBe('refused');
  });

  it('keeps refusals and questions out of that', async () => {
    const world = await aWorld();
    const { store } = await world.addServer({ replicas: 1, waitMilliseconds: 20 });
    const loaded = await look(store);
    const [accepted, refused, challenged] = await Promise.allSettled([
      store.commit(anAccept(loaded, totpClaim(5))),
      store.commit(aCommit(loaded)),
      store.commit(aChallenge(loaded, 'handle-1')),
    ]);
    expect([accepted.status, refused.status, challenged.status]).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });

  it('tells those who wait for the same sign-in nothing of it either', async () => {
    const world = await aWorld();
    const { store } = await world.addServer({ replicas: 1, waitMilliseconds: 20 });
    const loaded = await look(store);
    const begun = aBegin(loaded, { joinKey: 'join' });
    await store.begin(begun);
    const waiting = world.stores[1].awaitDecision(begun.authenticationId, 300);
    const accept = anAccept(loaded, undefined, ending(begun));
    await expect(store.commit(accept)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await waiting).toBeUndefined();
  });

  it('reports an accept that a replica knows', async () => {
    const [primary, replica] = await Promise.all([startRedis(), startRedis()]);
    const world = new RedisWorld(primary.url);
    const admin = new Redis(replica.url);
    try {
      const { port, password } = primary.server.options;
      await world.admin.config('SET', 'repl-diskless-sync-delay', '0');
      await admin.config('SET', 'masterauth', password);
      await admin.replicaof('127.0.0.1', port);
      const { store } = await world.addServer({ replicas: 1, waitMilliseconds: 300 });
      await world.restored();
      for (let asked = 0; asked < 50; asked += 1) {
        await world.admin.set('written', asked);
        if ((await world.admin.wait(1, 100)) === 1) break;
      }
      expect(await store.commit(anAccept(await look(store), totpClaim(5)))).toEqual({ kind: 'done', lockedUntil: 0 });
      expect(await admin.get(redisKeys.lastAccepted('device-1'))).toBe('5');
    } finally {
      admin.disconnect();
      world.close();
      await Promise.all([primary.remove(), replica.remove()]);
    }
  });
});

describe('a Redis that is away', () => {
  it('means that nothing is decided, soon, and that everything goes on when it is back', async () => {
    const own = await startRedis();
    const world = new RedisWorld(own.url);
    try {
      const { store } = await world.addServer();
      await world.restored();
      const loaded = await look(store);
      own.server.hang();
      const since = performance.now();
      await expect(store.commit(anAccept(loaded, totpClaim(5)))).rejects.toMatchObject({ code: 'unavailable' });
      await expect(look(store)).rejects.toMatchObject({ code: 'unavailable' });
      expect(performance.now() - since).toBeLessThan(2500);
      own.server.wake();
      await world.servers[0]?.connection.ready(5000);
      expect((await look(store)).generation).toEqual(loaded.generation);
    } finally {
      world.close();
      await own.remove();
    }
  });
});
