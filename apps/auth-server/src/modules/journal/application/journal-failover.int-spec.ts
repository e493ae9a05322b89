import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@countersign/observability';
import { type PostgresPair, startRedis } from '@countersign/testing';
import { Redis } from 'ioredis';
import { aMigratedPair, aRouter, type RouterHandle, until } from '../../../outbound/postgres/__fixtures__/databases.ts';
import { realTimer } from '../../../platform/timer.ts';
import { anEvent } from '../__fixtures__/events.ts';
import { aJournal, type JournalWorld } from '../__fixtures__/journal-world.ts';
import { JournalSequencer } from './journal-sequencer.ts';

describe('the journal while servers die', () => {
  let pair: PostgresPair;
  let handle: RouterHandle;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let client: Redis;
  let world: JournalWorld;
  let sequencer: JournalSequencer;

  beforeEach(async () => {
    [pair, redis] = await Promise.all([aMigratedPair(), startRedis()]);
    handle = aRouter(pair);
    await handle.router.start();
    client = new Redis(redis.url, {
      commandTimeout: 400,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      retryStrategy: () => 50,
    });
    client.on('error', () => undefined);
    await until(() => client.status === 'ready');
    await client.set('cs:gen', 'g1|0');
    world = await aJournal(handle.router, {
      client,
      redis: { url: redis.url, clear: async () => await Promise.resolve() },
    });
    sequencer = new JournalSequencer({
      drain: world.aDrain(world.waiting, { batchSize: 20 }),
      ledger: world.ledger,
      shipSpool: async () => await world.stream.shipSpool(),
      clock: { now: () => Date.now() },
      timer: realTimer,
      logger: silentLogger(),
    });
    sequencer.start();
  }, 60_000);
  afterEach(async () => {
    await sequencer.stop();
    await world.close();
    handle.close();
    await redis.remove();
    await pair.remove();
  });

  const written = async () => {
    const rows = await handle.router.readPrimary(
      async (manager) =>
        (await manager.query('SELECT event_id FROM journal ORDER BY sequence')) as { event_id: string }[],
    );
    return rows.map(({ event_id: id }) => id);
  };

  /** Writes events for as long as `during` lasts; gives their ids. */
  async function signInsDuring(during: () => Promise<void>): Promise<string[]> {
    const ids: string[] = [];
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        const event = anEvent();
        await world.stream.append(event, 'accepted', '');
        ids.push(event.eventId);
        if (ids.length % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    await during();
    isOver = true;
    await writing;
    return ids;
  }

  it('loses and doubles nothing when the primary is killed while it drains, and a late replica is promoted', async () => {
    const ids = await signInsDuring(async () => {
      await until(async () => (await written().catch(() => [])).length > 60);
      // What is committed from here on only the primary has.
      await pair.replica.query("ALTER SYSTEM SET primary_conninfo = ''");
      await pair.replica.query('SELECT pg_reload_conf()');
      const before = (await written()).length;
      await until(async () => (await written()).length > before + 60);
      await pair.primary.crash();
      await until(() => handle.router.mode().kind === 'read_only');
      await pair.replica.promote();
      await until(() => handle.router.mode().kind === 'normal');
    });
    await until(async () => (await written()).length >= ids.length, 20_000);
    const rows = await written();
    expect([...rows].sort()).toEqual([...ids].sort());
    expect((await world.verify.execute(1, 0)).fault).toBeUndefined();
  }, 60_000);

  it('waits while there is no master, and drains everything once when there is one', async () => {
    await pair.primary.crash();
    await until(() => handle.router.mode().kind === 'read_only');
    const ids = await signInsDuring(async () => await new Promise((resolve) => setTimeout(resolve, 300)));
    expect(await client.xlen('cs:journal')).toBe(ids.length);
    await pair.primary.start();
    await until(async () => (await written().catch(() => [])).length === ids.length, 20_000);
    expect(await written()).toEqual(ids);
    await until(async () => (await client.xlen('cs:journal')) === 0);
  }, 60_000);

  it('keeps entries in Redis until the replica has their rows', async () => {
    pair.replica.hang();
    await until(() => handle.router.nodes()[1]?.role === 'down');
    const event = anEvent();
    await world.stream.append(event, 'accepted', '');
    await until(async () => (await written()).length === 1);
    expect(await client.xlen('cs:journal')).toBe(1);
    expect(await world.anchor.read()).toBeUndefined();
    pair.replica.wake();
    await until(async () => (await client.xlen('cs:journal')) === 0);
    await until(async () => (await world.anchor.read())?.sequence === 1);
    expect(await written()).toEqual([event.eventId]);
  }, 60_000);

  it('spools what Redis refuses, ships it when it is back, and loses and doubles nothing', async () => {
    const ids = await signInsDuring(async () => {
      await until(async () => (await written()).length > 20);
      await redis.server.stop('SIGKILL');
      await until(() => !world.spool.isEmpty);
      await redis.server.start();
      await until(() => client.status === 'ready');
    });
    await until(async () => (await written()).length >= ids.length && world.spool.isEmpty, 20_000);
    expect([...(await written())].sort()).toEqual([...ids].sort());
    expect((await world.verify.execute(1, 0)).fault).toBeUndefined();
  }, 60_000);
});
