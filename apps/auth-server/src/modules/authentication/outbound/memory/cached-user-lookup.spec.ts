import type { CanonicalUserName, User } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import { describe, expect, it, jest } from '@jest/globals';
import { aUser } from '@countersign/testing/builders';
import type { SignInUsers } from '../../../users/index.ts';
import { CachedUserLookup } from './cached-user-lookup.ts';

/** A replica and a primary, each with its own copy of the users. */
class FakeSignInUsers implements SignInUsers {
  readonly replica = new Map<string, User>();
  readonly primary = new Map<string, User>();
  readonly questions: { readonly names: readonly string[]; readonly fromPrimary: boolean }[] = [];
  isPrimaryAway = false;

  async findByNames(
    names: readonly CanonicalUserName[],
    options: { readonly fromPrimary?: boolean } = {},
  ): Promise<ReadonlyMap<string, User>> {
    const fromPrimary = options.fromPrimary === true;
    this.questions.push({ names, fromPrimary });
    if (fromPrimary && this.isPrimaryAway) throw new DomainError('master_offline', 'the master is offline');
    const users = fromPrimary ? this.primary : this.replica;
    const found = names.flatMap((name) => {
      const user = users.get(name);
      return user === undefined ? [] : [[name, user] as const];
    });
    return Promise.resolve(new Map(found));
  }

  async findByIds(): Promise<ReadonlyMap<string, User>> {
    return Promise.reject(new Error('a sign-in knows names, no ids'));
  }
}

const names = (...all: string[]) => all as unknown as readonly CanonicalUserName[];
const alice = aUser('a').build();
const bob = aUser('b').named('bob').build();

function aLookup() {
  const source = new FakeSignInUsers();
  const settled: string[] = [];
  const lookup = new CachedUserLookup(source, {
    mostUsers: 3,
    userMilliseconds: 60_000,
    absenceMilliseconds: 1000,
    settle: async (userId) => {
      settled.push(userId);
      return Promise.reject(new Error('not even that'));
    },
  });
  return { source, lookup, settled };
}

describe('CachedUserLookup', () => {
  it('asks for all of one turn in one query, and for nobody twice', async () => {
    const { source, lookup } = aLookup();
    source.replica.set('alice', alice).set('bob', bob);
    const found = await Promise.all([
      lookup.find(names('alice')),
      lookup.find(names('nobody')),
      lookup.find(names('corp\\bob', 'bob')),
    ]);
    expect(found).toEqual([alice, undefined, bob]);
    await lookup.find(names('alice'));
    await lookup.find(names('nobody'));
    await lookup.find(names('corp\\bob', 'bob'));
    expect(source.questions).toHaveLength(1);
  });

  it('asks the primary for a name that the copy lacks while there is news of users', async () => {
    const { source, lookup } = aLookup();
    source.primary.set('bob', bob);
    expect(await lookup.find(names('carl'))).toBeUndefined();
    expect(source.questions.filter(({ fromPrimary }) => fromPrimary)).toEqual([]);
    lookup.expectNews();
    expect(await lookup.find(names('bob'))).toBe(bob);
    source.isPrimaryAway = true;
    expect(await lookup.find(names('dora'))).toBeUndefined();
  });

  it('reads from the primary after the versions in Redis were lost, and from the copy when there is none', async () => {
    const { source, lookup } = aLookup();
    const disabled = { ...alice, isEnabled: false };
    source.replica.set('alice', alice);
    source.primary.set('alice', disabled);
    expect(await lookup.find(names('alice'))).toBe(alice);
    lookup.distrust();
    expect(await lookup.find(names('alice'))).toBe(disabled);
    lookup.distrust();
    source.isPrimaryAway = true;
    expect(await lookup.find(names('alice'))).toBe(alice);
  });

  it('lets the first name decide that somebody has', async () => {
    const { source, lookup } = aLookup();
    source.replica.set('corp\\alice', bob).set('alice', alice);
    expect(await lookup.find(names('corp\\alice', 'alice'))).toBe(bob);
    expect(await lookup.find(names('alice'))).toBe(alice);
  });

  it('believes for a short time only that somebody does not exist', async () => {
    const clock = jest.spyOn(performance, 'now');
    try {
      const start = performance.now();
      const { source, lookup } = aLookup();
      source.replica.set('alice', alice);
      await lookup.find(names('alice'));
      await lookup.find(names('bob'));
      source.replica.set('bob', bob);
      clock.mockReturnValue(start + 5000);
      expect(await lookup.find(names('bob'))).toBe(bob);
      expect(source.questions).toHaveLength(3);
      await lookup.find(names('alice'));
      expect(source.questions).toHaveLength(3);
    } finally {
      clock.mockRestore();
    }
  });

  it('forgets the oldest when it is full, and everything when told', async () => {
    const { source, lookup } = aLookup();
    for (const name of ['n1', 'n2', 'n3', 'n4']) await lookup.find(names(name));
    await lookup.find(names('n4'));
    expect(source.questions).toHaveLength(4);
    await lookup.find(names('n1'));
    expect(source.questions).toHaveLength(5);
    lookup.distrust();
    await lookup.find(names('n4'));
    expect(source.questions).toHaveLength(6);
  });

  it('takes a replica that is new enough, else the primary', async () => {
    const { source, lookup } = aLookup();
    source.replica.set('alice', aUser('a').inVersion(2).build());
    source.primary.set('alice', aUser('a').inVersion(3).build());
    await lookup.refresh(names('alice'), 2);
    expect((await lookup.find(names('alice')))?.version).toBe(2);
    await lookup.refresh(names('alice'), 3);
    expect((await lookup.find(names('alice')))?.version).toBe(3);
    expect(source.questions.map(({ fromPrimary }) => fromPrimary)).toEqual([false, false, true]);
  });

  it('uses no record that is too old, whichever copy has it', async () => {
    const { source, lookup, settled } = aLookup();
    source.replica.set('alice', alice);
    source.primary.set('alice', alice);
    source.isPrimaryAway = true;
    await expect(lookup.refresh(names('alice'), 2)).rejects.toMatchObject({ code: 'master_offline' });
    expect(settled).toEqual([]);
    source.isPrimaryAway = false;
    await expect(lookup.refresh(names('alice'), 2)).rejects.toMatchObject({ code: 'unavailable' });
    // Only what the primary said is worth settling.
    expect(settled).toEqual([alice.id]);
  });

  it('believes the primary alone that a user was removed', async () => {
    const { source, lookup } = aLookup();
    source.replica.set('alice', alice);
    await lookup.find(names('alice'));
    source.replica.clear();
    source.primary.set('alice', aUser('a').inVersion(2).build());
    await lookup.refresh(names('alice'), 2);
    expect((await lookup.find(names('alice')))?.version).toBe(2);
    source.primary.clear();
    await lookup.refresh(names('alice'), 3);
    expect(await lookup.find(names('alice'))).toBeUndefined();
  });

  it('keeps no failure', async () => {
    const { source, lookup } = aLookup();
    const read = jest.spyOn(source, 'findByNames').mockRejectedValueOnce(new DomainError('unavailable', 'no copy'));
    await expect(lookup.find(names('alice'))).rejects.toMatchObject({ code: 'unavailable' });
    read.mockRestore();
    source.replica.set('alice', alice);
    expect(await lookup.find(names('alice'))).toBe(alice);
  });
});
