import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@countersign/testing';
import { aMigratedDatabase, aRouterTo, type RouterHandle } from '../../../outbound/postgres/__fixtures__/databases.ts';
import { aDecidedEvent, anEvent, anId, NOON } from '../__fixtures__/events.ts';
import { aJournal, type JournalWorld } from '../__fixtures__/journal-world.ts';
import type { WaitingEvents } from './ports/waiting-events.ts';

const ALICE = '0198c0de-0000-7000-8000-00000000a11c';

describe('draining the journal', () => {
  let database: TestDatabase;
  let handle: RouterHandle;
  let world: JournalWorld;

  beforeAll(async () => {
    database = await aMigratedDatabase();
    handle = aRouterTo(database);
    await handle.router.start();
  });
  afterAll(async () => {
    handle.close();
    await database.drop();
  });
  beforeEach(async () => {
    world = await aJournal(handle.router);
    await world.client.set('cs:gen', 'g1|0');
    await database.query('INSERT INTO users (id, user_name) VALUES ($1, $2)', [ALICE, 'alice']);
  });
  afterEach(async () => {
    await world.close();
    await database.query('TRUNCATE journal, journal_pending, users CASCADE');
    await database.query(
      `UPDATE journal_head SET last_sequence = 0, last_hash = decode(repeat('00', 32), 'hex'), last_stream_id = '0-0', redis_generation = ''`,
    );
  });

  const rows = async () =>
    await database.query<{ sequence: string; event_id: string; outcome: string; reason: string; details: unknown }>(
      'SELECT sequence, event_id, outcome, reason, details FROM journal ORDER BY sequence',
    );
  const pending = async (event: unknown) =>
    await database.query('INSERT INTO journal_pending (event) VALUES ($1)', [JSON.stringify(event)]);

  it('chains changes and sign-ins in their order, and takes them out of Redis', async () => {
    const [change, first, second] = [aDecidedEvent({ kind: 'change', outcome: 'done' }), anEvent(), anEvent()];
    await pending(change);
    await world.signIn(first, 'accepted');
    await world.signIn(second, 'rejected', 'code_wrong');
    expect(await world.drainAll()).toBe(3);
    expect((await rows()).map(({ event_id: id, outcome, reason }) => [id, outcome, reason])).toEqual([
      [change.eventId, 'done', ''],
      [first.eventId, 'accepted', ''],
      [second.eventId, 'rejected', 'code_wrong'],
    ]);
    expect(await world.client.xlen('cs:journal')).toBe(0);
    expect(await database.query('SELECT 1 FROM journal_pending')).toEqual([]);
    expect(await world.verify.execute(1, 0)).toMatchObject({ fault: undefined, rows: 3, last: 3 });
    expect((await world.anchor.read())?.sequence).toBe(3);
  });

  it('chains each event once when the server dies after the commit, before it removed the entries', async () => {
    const dying: WaitingEvents = {
      readAfter: async (id, limit) => await world.waiting.readAfter(id, limit),
      readBetween: async (from, to, limit) => await world.waiting.readBetween(from, to, limit),
      generation: async () => await world.waiting.generation(),
      count: async () => await world.waiting.count(),
      countAfter: async (id, limit) => await world.waiting.countAfter(id, limit),
      newestAfter: async (id, limit) => await world.waiting.newestAfter(id, limit),
      remove: async () => await Promise.reject(new Error('died')),
    };
    for (let i = 0; i < 7; i += 1) await world.signIn(anEvent());
    expect(await world.drainAll(world.aDrain(dying, { batchSize: 3 }))).toBe(7);
    expect(await world.client.xlen('cs:journal')).toBe(7);
    await world.signIn(anEvent());
    expect(await world.drainAll()).toBe(1);
    expect(await rows()).toHaveLength(8);
    expect(await world.client.xlen('cs:journal')).toBe(0);
    expect((await world.verify.execute(1, 0)).fault).toBeUndefined();
  });

  it('chains each event once when several servers drain at the same time', async () => {
    for (let i = 0; i < 60; i += 1) await world.signIn(anEvent());
    const drains = Array.from({ length: 4 }, () => world.aDrain(world.waiting, { batchSize: 7 }));
    await Promise.all(drains.map(async (drain) => await world.drainAll(drain)));
    const ids = (await rows()).map(({ event_id: id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([60, 60]);
    expect((await world.verify.execute(1, 0)).fault).toBeUndefined();
  });

  it('chains an event once however often it is appended, in one batch or in several', async () => {
    const event = anEvent();
    for (let i = 0; i < 3; i += 1) await world.stream.append(event, 'sent', '');
    await world.drainAll();
    await world.stream.append(event, 'sent', '');
    await world.signIn(event);
    const other = anEvent();
    await world.signIn(other);
    await world.drainAll();
    expect((await rows()).map(({ event_id: id }) => id)).toEqual([event.eventId, other.eventId]);
    expect(await world.client.xlen('cs:journal')).toBe(0);
  });

  it('takes up a Redis that lost everything and counts from anywhere', async () => {
    await world.signIn(anEvent());
    await world.drainAll();
    await world.client.flushdb();
    await world.client.set('cs:gen', 'g2|1');
    const event = anEvent();
    await world.client.xadd('cs:journal', '5-1', 'e', JSON.stringify(event), 'o', 'accepted', 'r', '', 'l', '');
    await world.drainAll();
    await world.client.xadd('cs:journal', '5-2', 'e', JSON.stringify(anEvent()), 'o', 'accepted', 'r', '', 'l', '');
    await world.drainAll();
    expect(await rows()).toHaveLength(3);
    expect(await world.client.xlen('cs:journal')).toBe(0);
  });

  it('finds an entry that a Redis whose clock went back wrote before the drained point', async () => {
    await world.signIn(anEvent());
    const drain = world.aDrain();
    await world.drainAll(drain);
    await world.client.del('cs:journal');
    const stray = anEvent();
    await world.client.xadd('cs:journal', '7-7', 'e', JSON.stringify(stray), 'o', 'accepted', 'r', '', 'l', '');
    expect(await world.drainAll(drain)).toBe(0);
    drain.requestSweep();
    expect(await world.drainAll(drain)).toBe(1);
    expect((await rows()).at(-1)?.event_id).toBe(stray.eventId);
    expect(await world.client.xlen('cs:journal')).toBe(0);
  });

  it('goes on chaining changes while Redis refuses', async () => {
    const away: WaitingEvents = {
      readAfter: async () => await Promise.reject(new Error('no Redis')),
      readBetween: async () => await Promise.reject(new Error('no Redis')),
      generation: async () => await Promise.reject(new Error('no Redis')),
      count: async () => await Promise.reject(new Error('no Redis')),
      countAfter: async () => await Promise.reject(new Error('no Redis')),
      newestAfter: async () => await Promise.reject(new Error('no Redis')),
      remove: async () => await Promise.reject(new Error('no Redis')),
    };
    await pending(aDecidedEvent({ kind: 'change' }));
    expect(await world.aDrain(away).execute()).toMatchObject({ rows: 1 });
  });

  it('keeps what it cannot read, rather than stop or drop it', async () => {
    const good = anEvent();
    await world.client.xadd('cs:journal', '*', 'e', '{"half', 'o', 'accepted');
    await world.client.xadd('cs:journal', '*', 'x', 'y');
    await world.signIn(anEvent({ occurredAt: 1e18 }));
    await pending({ nonsense: true });
    await world.signIn(good);
    await world.drainAll();
    const written = await rows();
    expect(written).toHaveLength(5);
    expect(written.at(-1)?.event_id).toBe(good.eventId);
    expect(written.filter(({ reason }) => reason === 'unreadable')).toHaveLength(4);
    expect(written[1]?.details).toMatchObject({ action: 'unreadable_entry', written: '{"half' });
  });

  it('stores NUL, half surrogates, wild numbers, long names and strange ids, and the chain still holds', async () => {
    const details = {
      'k\0ey': 'a\0b',
      half: '\ud800',
      list: [1e21, 1.1, -0, 1e-7, 5e-324, Number.MAX_VALUE],
      deep: { ü: { '': null } },
    };
    await world.signIn(
      anEvent({
        details,
        userName: `\0${'x'.repeat(2_000_000)}`,
        userId: 'no uuid',
        relyingParty: '\udfff',
        occurredAt: NOON + 1,
      }),
    );
    await world.signIn(anEvent({ userId: ALICE.toUpperCase(), details: {} }));
    await world.drainAll();
    const [first] = await database.query<Record<string, unknown>>('SELECT * FROM journal ORDER BY sequence LIMIT 1');
    expect(first).toMatchObject({ user_id: null, user_name: 'x'.repeat(1_024), relying_party: '\ufffd' });
    expect(first?.['details']).toEqual({
      key: 'ab',
      half: '\ufffd',
      list: [1e21, 1.1, 0, 1e-7, 5e-324, Number.MAX_VALUE],
      deep: { ü: { '': null } },
      userIdAsGiven: 'no uuid',
    });
    expect((await world.verify.execute(1, 0)).fault).toBeUndefined();
  });

  it('writes events of any month, however wrong the clock that dated them', async () => {
    for (const at of [Date.UTC(2001, 0, 31), Date.UTC(2026, 11, 31, 23, 59, 59, 999), Date.UTC(2199, 11, 31)]) {
      await world.signIn(anEvent({ occurredAt: at, eventId: anId(at) }));
    }
    await world.drainAll();
    const [count] = await database.query<{ n: string }>('SELECT count(*) AS n FROM journal');
    expect(count?.n).toBe('3');
    expect((await world.verify.execute(1, 0)).fault).toBeUndefined();
  });

  describe('carries to Postgres what Redis enforced', () => {
    async function anAuthenticator(kind: string): Promise<string> {
      const id = anId();
      await database.query('INSERT INTO authenticators (id, user_id, kind) VALUES ($1, $2, $3)', [id, ALICE, kind]);
      return id;
    }
    const floor = async (id: string) =>
      (
        await database.query<{ floor: number; drift: number }>(
          'SELECT last_accepted::int AS floor, drift_steps AS drift FROM authenticators WHERE id = $1',
          [id],
        )
      )[0];
    const accepted = (authenticatorId: string, value: number, driftSteps = 0) =>
      anEvent({ onAccept: [{ type: 'otp_accepted', authenticatorId, value, driftSteps }] });

    it('raises floors and never lowers them, whatever the order', async () => {
      const id = await anAuthenticator('totp');
      await world.signIn(accepted(id, 100, 1));
      await world.signIn(accepted(id, 99, -1));
      await world.drainAll();
      expect(await floor(id)).toEqual({ floor: 100, drift: 1 });
      await world.signIn(accepted(id, 98, 2));
      await world.drainAll();
      expect(await floor(id)).toEqual({ floor: 100, drift: 1 });
      await world.signIn(accepted(id, 101, 2));
      await world.drainAll();
      expect(await floor(id)).toEqual({ floor: 101, drift: 2 });
    });

    it('carries nothing for a sign-in that was not accepted', async () => {
      const id = await anAuthenticator('totp');
      await world.signIn(accepted(id, 100), 'rejected', 'code_replayed');
      await world.drainAll();
      expect((await floor(id))?.floor).toBe(-1);
    });

    it('marks a recovery code as spent at the first time it was', async () => {
      const paper = await anAuthenticator('recovery_codes');
      const codeId = anId();
      await database.query(`INSERT INTO recovery_codes VALUES ($1, $2, 'hash')`, [codeId, paper]);
      const spend = (occurredAt: number) => anEvent({ occurredAt, onAccept: [{ type: 'recovery_code_used', codeId }] });
      await world.signIn(spend(NOON));
      await world.drainAll();
      await world.signIn(spend(NOON + 5_000));
      await world.drainAll();
      expect(await database.query('SELECT used_at FROM recovery_codes')).toEqual([{ used_at: new Date(NOON) }]);
    });

    it('keeps locks, blocks and bypasses, each fact by itself, and no older event undoes a newer one', async () => {
      const standing = async () =>
        (
          await database.query<Record<string, unknown>>(
            'SELECT locked_until, blocked_until, block_reason, bypass_id FROM user_standings',
          )
        )[0];
      await world.signIn(anEvent({ userId: ALICE, occurredAt: NOON }), 'rejected', 'code_wrong', NOON + 60_000);
      await world.signIn(
        anEvent({
          kind: 'block',
          occurredAt: NOON + 1,
          always: [{ type: 'standing', userId: ALICE, blockedUntil: NOON + 9, blockReason: 'fraud' }],
        }),
        'blocked',
      );
      await world.drainAll();
      expect(await standing()).toEqual({
        locked_until: new Date(NOON + 60_000),
        blocked_until: new Date(NOON + 9),
        block_reason: 'fraud',
        bypass_id: null,
      });
      await world.signIn(
        anEvent({ occurredAt: NOON + 2, always: [{ type: 'standing', userId: ALICE, lockedUntil: null }] }),
        'unlocked',
      );
      await world.drainAll();
      await world.signIn(
        anEvent({ occurredAt: NOON - 1, always: [{ type: 'standing', userId: ALICE, blockedUntil: null }] }),
        'unblocked',
      );
      await world.drainAll();
      expect(await standing()).toEqual({
        locked_until: null,
        blocked_until: new Date(NOON + 9),
        block_reason: 'fraud',
        bypass_id: null,
      });
    });

    it('goes on when the user or the authenticator is gone', async () => {
      const gone = anId();
      await world.signIn(
        anEvent({
          onAccept: [
            { type: 'otp_accepted', authenticatorId: gone, value: 1 },
            { type: 'recovery_code_used', codeId: gone },
            { type: 'standing', userId: gone, lockedUntil: NOON },
          ],
        }),
      );
      expect(await world.drainAll()).toBe(1);
    });
  });
});
