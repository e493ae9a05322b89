import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@countersign/testing';
import {
  aMigratedDatabase,
  aRouterTo,
  type RouterHandle,
  until,
} from '../../../outbound/postgres/__fixtures__/databases.ts';
import { realTimer } from '../../../platform/timer.ts';
import { anEvent, anId, NOON } from '../__fixtures__/events.ts';
import { aJournal, type JournalWorld } from '../__fixtures__/journal-world.ts';
import { JournalGrpc } from '../inbound/grpc/journal.grpc.ts';
import { ExportSearch } from './export-search.use-case.ts';
import { ExportJournal } from './export-journal.use-case.ts';
import { SearchJournal } from './search-journal.use-case.ts';
import { TailJournal } from './tail-journal.use-case.ts';

const ALICE = '0198c0de-0000-7000-8000-00000000a11c';
const ANY = {
  user: '',
  fromMilliseconds: 0,
  toMilliseconds: 0,
  kind: '',
  outcome: '',
  reason: '',
  actor: '',
  action: '',
  object: '',
  pageSize: 0,
  pageToken: '',
};

describe('reading the journal', () => {
  let database: TestDatabase;
  let handle: RouterHandle;
  let world: JournalWorld;
  let handlers: ReturnType<JournalGrpc['handlers']>;

  beforeAll(async () => {
    database = await aMigratedDatabase();
    handle = aRouterTo(database);
    await handle.router.start();
    world = await aJournal(handle.router);
    const { reader, waiting, verify } = world;
    handlers = new JournalGrpc({
      search: new SearchJournal(reader),
      exportSearch: new ExportSearch({
        search: new SearchJournal(reader),
        stream: world.stream,
        clock: { now: () => NOON },
        newEventId: (now) => anId(now),
        server: 'mfa-1',
      }),
      tail: new TailJournal({ reader, waiting, timer: realTimer }),
      verify,
      exportAll: new ExportJournal(reader),
    }).handlers();
    await database.query('INSERT INTO users (id, user_name) VALUES ($1, $2)', [ALICE, 'alice']);
    await database.query(`INSERT INTO user_names VALUES ('alice', $1, 'user_name'), ('contoso\\alice', $1, 'alias')`, [
      ALICE,
    ]);
    for (let i = 0; i < 30; i += 1) {
      const user = i % 3 === 0 ? { userId: ALICE, userName: 'alice' } : { userName: `user-${i}` };
      await world.signIn(
        anEvent({ ...user, occurredAt: NOON + i * 1_000 }),
        i % 2 === 0 ? 'accepted' : 'rejected',
        i % 2 === 0 ? '' : 'code_wrong',
      );
    }
    await world.drainAll();
  });
  afterAll(async () => {
    await world.close();
    handle.close();
    await database.drop();
  });

  const context = (signal = new AbortController().signal) => ({ signal, draining: signal }) as never;
  const search = async (over: Partial<typeof ANY>) => await handlers.searchJournal({ ...ANY, ...over }, context());
  const sequences = (entries: readonly { sequence: number }[]) => entries.map(({ sequence }) => sequence);

  it('pages from the newest to the oldest, undisturbed by new entries', async () => {
    const first = await search({ pageSize: 12 });
    await world.signIn(anEvent({ occurredAt: NOON + 999_000 }));
    await world.drainAll();
    const second = await search({ pageSize: 12, pageToken: first.nextPageToken });
    const third = await search({ pageSize: 12, pageToken: second.nextPageToken });
    const all = sequences([first, second, third].flatMap(({ entries }) => entries));
    expect(all).toEqual(Array.from({ length: 30 }, (_, index) => 30 - index));
    expect(third.nextPageToken).toBe('');
  });

  it('finds every entry of a user by any of their names and by id', async () => {
    for (const user of ['alice', 'ALICE', 'CONTOSO\\Alice', ALICE]) {
      const { entries } = await search({ user });
      expect(entries).toHaveLength(10);
    }
    expect((await search({ user: 'user-1' })).entries).toHaveLength(1);
    expect((await search({ user: "' OR true --" })).entries).toEqual([]);
  });

  it('joins all conditions', async () => {
    const { entries } = await search({
      user: 'alice',
      outcome: 'rejected',
      reason: 'code_wrong',
      kind: 'authentication',
      fromMilliseconds: NOON + 5_000,
      toMilliseconds: NOON + 20_000,
    });
    expect(sequences(entries)).toEqual([16, 10]);
    expect(entries[0]).toMatchObject({
      userName: 'alice',
      clientAddress: '192.0.2.7',
      relyingParty: 'VPN Zürich',
      details: expect.stringContaining('totp'),
    });
    expect(entries[0]?.hash).toHaveLength(32);
  });

  it.each<[string, Partial<typeof ANY>]>([
    ['page_token', { pageToken: 'x' }],
    ['page_token', { pageToken: '-1' }],
    ['page_size', { pageSize: 501 }],
    ['page_size', { pageSize: -1 }],
    ['kind', { kind: 'nonsense' }],
    ['user', { user: 'a\0b' }],
    ['user', { user: 'x'.repeat(10_000_000) }],
    ['from_milliseconds', { fromMilliseconds: -5 }],
    ['from_milliseconds', { fromMilliseconds: Number.MAX_SAFE_INTEGER }],
    ['to_milliseconds', { fromMilliseconds: 10, toMilliseconds: 5 }],
  ])('refuses a wrong %s in words', async (field, over) => {
    await expect(search(over)).rejects.toMatchObject({ code: 'invalid_request', field });
  });

  it('exports a time in the order of the chain', async () => {
    const exported: number[] = [];
    const pages = handlers.exportJournal({ fromMilliseconds: NOON + 2_000, toMilliseconds: NOON + 7_000 }, context());
    for await (const { entries } of pages) exported.push(...sequences(entries));
    expect(exported).toEqual([3, 4, 5, 6, 7]);
  });

  it('finds by who did what to what, within the groups of a scope, and journals an export', async () => {
    const changed = {
      kind: 'change',
      relyingParty: 'VPN Bern',
      details: { action: 'client_changed', actor: 'anna' },
    } as const;
    await world.signIn(anEvent({ ...changed, occurredAt: NOON + 2_000_000 }), 'done');
    await world.drainAll();
    const found = await search({ actor: 'ANN', action: 'client_changed', object: 'VPN Bern' });
    expect(found.entries).toMatchObject([{ relyingParty: 'VPN Bern' }]);
    expect((await search({ actor: '%' })).entries).toEqual([]);
    const scope = { kind: 'groups', groups: ['vpn'] };
    const call = {
      ...(context() as object),
      caller: { service: 'admin-console' },
      principal: { administrator: { scope } },
    };
    expect((await handlers.searchJournal(ANY, call as never)).entries).toEqual([]);
    await database.query(`INSERT INTO user_groups VALUES ($1, 'vpn')`, [ALICE]);
    expect((await handlers.searchJournal(ANY, call as never)).entries).toHaveLength(10);
    await handlers.exportSearch({ search: { ...ANY, action: 'client_changed' } }, call as never);
    await world.drainAll();
    const [exported] = (await search({ action: 'journal_exported' })).entries;
    expect(exported?.details).toContain('"filter":{"action":"client_changed"');
  });

  it('follows: earlier entries, those that wait in Redis, and what comes, each once', async () => {
    const ended = new AbortController();
    const seen: { sequence: number; userName: string }[] = [];
    await world.signIn(anEvent({ userName: 'waiting' }));
    const following = (async () => {
      for await (const { entry } of handlers.tailJournal({ last: 2 }, context(ended.signal))) {
        if (entry !== undefined) seen.push({ sequence: entry.sequence, userName: entry.userName });
      }
    })();
    await until(() => seen.some(({ userName }) => userName === 'waiting'));
    expect(seen.at(-1)).toEqual({ sequence: 0, userName: 'waiting' });
    expect(seen.slice(0, -1).every(({ sequence }) => sequence > 0)).toBe(true);
    await world.drainAll();
    await world.signIn(anEvent({ userName: 'later' }));
    await world.drainAll();
    await until(() => seen.some(({ userName }) => userName === 'later'));
    ended.abort();
    await following;
    expect(seen.filter(({ userName }) => userName === 'waiting')).toHaveLength(1);
    expect(seen.filter(({ userName }) => userName === 'later')).toHaveLength(1);
  });

  it('verifies over the wire', async () => {
    const whole = await handlers.verifyJournal({ fromSequence: 0, toSequence: 0 }, context());
    expect(whole).toMatchObject({ isIntact: true, problem: '', brokenSequence: 0, firstSequence: 1 });
    await database.query(`UPDATE journal SET user_name = 'mallory' WHERE sequence = 4`);
    const broken = await handlers.verifyJournal({ fromSequence: 0, toSequence: 0 }, context());
    expect(broken).toMatchObject({ isIntact: false, brokenSequence: 4, rows: 3 });
    await database.query(`UPDATE journal SET user_name = 'alice' WHERE sequence = 4`);
  });
});
