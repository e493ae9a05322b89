import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@countersign/errors';
import type { PostgresPair } from '@countersign/testing';
import type { EntityManager } from 'typeorm';
import { aMigratedPair, aRouter, type RouterHandle, until } from './__fixtures__/databases.ts';
import type { DbRouter } from './db-router.ts';

const insert = (key: string) => async (manager: EntityManager) =>
  await manager.query(`INSERT INTO settings (key, value) VALUES ($1, '1')`, [key]);
const keys = async (manager: EntityManager): Promise<string[]> =>
  ((await manager.query('SELECT key FROM settings ORDER BY key')) as { key: string }[]).map(({ key }) => key);
const portOf = async (manager: EntityManager): Promise<number> =>
  ((await manager.query(`SELECT current_setting('port')::int AS port`)) as { port: number }[])[0]?.port ?? 0;

async function timed(fn: Promise<unknown>): Promise<{ error: unknown; ms: number }> {
  const startedAt = performance.now();
  const error = await fn.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, ms: performance.now() - startedAt };
}

const codeOf = (error: unknown): string => (error instanceof DomainError ? error.code : String(error));

describe('DbRouter', () => {
  let pair: PostgresPair;
  const open: RouterHandle[] = [];

  async function started(options: Parameters<typeof aRouter>[1] = {}): Promise<RouterHandle> {
    const handle = aRouter(pair, options);
    open.push(handle);
    await handle.router.start();
    return handle;
  }

  const modeOf = (router: DbRouter): string => `${router.mode().kind} ${router.mode().reason}`.trim();

  afterEach(() => {
    for (const handle of open.splice(0)) handle.close();
  });

  describe('with a primary and a replica', () => {
    beforeAll(async () => {
      pair = await aMigratedPair();
    }, 60_000);
    afterAll(async () => {
      await pair.remove();
    });

    it('writes to the primary and reads from the replica', async () => {
      const { router, epochFile } = await started();
      expect(modeOf(router)).toBe('normal');
      await router.write(insert('a'));
      expect(await router.write(portOf)).toBe(pair.primary.port);
      expect(await router.read(portOf)).toBe(pair.replica.port);
      expect(await router.readPrimary(portOf)).toBe(pair.primary.port);
      expect(router.nodes().map(({ role }) => role)).toEqual(['primary', 'replica']);
      expect(readFileSync(epochFile, 'utf8')).toBe('1\n');
    });

    it('reads its own copy first', async () => {
      const { router } = await started({ preferred: pair.primary.name });
      expect(await router.read(portOf)).toBe(pair.primary.port);
    });

    it('shows whoever names a position in the log everything up to it, however late the replica is', async () => {
      const { router } = await started();
      await pair.replica.query('SELECT pg_wal_replay_pause()');
      await router.write(insert('fresh'));
      const atLeastLsn = router.lastCommitLsn();
      expect(await router.read(keys)).not.toContain('fresh');
      expect(await router.read(keys, { atLeastLsn })).toContain('fresh');
      expect(await router.read(portOf, { atLeastLsn })).toBe(pair.primary.port);
      await until(() => (router.nodes()[1]?.lagMs ?? 0) > 200);
      await pair.replica.query('SELECT pg_wal_replay_resume()');
      await until(() => router.nodes()[1]?.lagMs === 0);
      expect(await router.read(portOf, { atLeastLsn })).toBe(pair.replica.port);
    });

    it('gives counts and other long integers as numbers', async () => {
      const { router } = await started();
      const [row] = (await router.read(
        async (manager) =>
          await manager.query('SELECT count(*) AS n, 10::bigint + 1 AS sum FROM generate_series(1, 10)'),
      )) as { n: unknown; sum: unknown }[];
      expect(row).toEqual({ n: 10, sum: 11 });
      const tooLong = router.read(async (manager) => await manager.query('SELECT 9007199254740993::bigint AS n'));
      await expect(tooLong).rejects.toThrow('not a whole number below 2^53');
    });

    it('takes back everything when the function throws', async () => {
      const { router } = await started();
      const attempt = router.write(async (manager) => {
        await insert('taken-back')(manager);
        throw new DomainError('version_conflict', 'somebody was faster');
      });
      await expect(attempt).rejects.toMatchObject({ code: 'version_conflict' });
      expect(await router.readPrimary(keys)).not.toContain('taken-back');
    });

    it('refuses to write in a read, also on the primary', async () => {
      const { router } = await started();
      await expect(router.readPrimary(insert('sneaked'))).rejects.toMatchObject({ code: '25006' });
      await expect(router.read(insert('sneaked'))).rejects.toMatchObject({ code: '25006' });
      expect(await router.readPrimary(keys)).not.toContain('sneaked');
    });

    it('reads elsewhere when the copy it asked does not answer in time', async () => {
      const { router } = await started();
      expect(await router.read(portOf)).toBe(pair.replica.port);
      pair.replica.hang();
      try {
        expect(await router.read(portOf, { patienceMs: 200 })).toBe(pair.primary.port);
        await until(() => router.nodes()[1]?.role === 'down');
        expect(await router.read(portOf)).toBe(pair.primary.port);
      } finally {
        pair.replica.wake();
      }
      await until(() => router.nodes()[1]?.role === 'replica');
    });

    it('says that it is busy, and keeps the master, when all connections are in use', async () => {
      // No probe in between: what the busy pool itself does to the mode is what is looked at.
      const limits = { writeConnections: 1, connectTimeoutMs: 200, probeIntervalMs: 60_000 };
      const { router } = await started({ limits });
      let letGo: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const first = router.write(async () => await held);
      await expect(router.write(insert('never'))).rejects.toMatchObject({ code: 'unavailable' });
      expect(modeOf(router)).toBe('normal');
      letGo();
      await first;
    });

    it('has no master when one timeline has two primaries', async () => {
      const { name, port } = pair.primary;
      const twice = [name, 'twin'].map((each) => ({ name: each, host: '127.0.0.1', port }));
      const { router } = await started({ nodes: twice });
      expect(modeOf(router)).toBe('read_only split_primaries');
      await expect(router.write(insert('split'))).rejects.toMatchObject({
        code: 'master_offline',
        retryAfterSeconds: 5,
      });
    });

    it('starts with no server to be reached, and refuses in our own words', async () => {
      const nowhere = [{ name: 'gone', host: '127.0.0.1', port: 1 }];
      const { router } = await started({ nodes: nowhere });
      expect(modeOf(router)).toBe('down no_node');
      expect(codeOf((await timed(router.write(insert('x')))).error)).toBe('master_offline');
      expect(codeOf((await timed(router.read(keys))).error)).toBe('unavailable');
    });
  });

  describe('when the primary is killed', () => {
    beforeAll(async () => {
      pair = await aMigratedPair();
    }, 60_000);
    afterAll(async () => {
      await pair.remove();
    });

    it('refuses writes at once, never misses a read, follows a promotion, fences the old master and takes it back as a replica', async () => {
      const { router, sharedEpoch, epochFile } = await started();
      const modes: string[] = [];
      router.onModeChanged(({ kind }) => modes.push(kind));
      await router.write(insert('before'));
      await pair.waitUntilReplicated();

      await pair.primary.crash();
      const first = await timed(router.write(insert('lost')));
      expect(codeOf(first.error)).toBe('master_offline');
      for (let i = 0; i < 50; i += 1) {
        const { error, ms } = await timed(router.write(insert(`lost-${i}`)));
        expect({ code: codeOf(error), isPrompt: ms < 100 }).toEqual({ code: 'master_offline', isPrompt: true });
        expect(await router.read(keys)).toContain('before');
      }

      const promotedAt = performance.now();
      await pair.replica.promote();
      await until(() => router.mode().kind === 'normal');
      await router.write(insert('after'));
      expect(performance.now() - promotedAt).toBeLessThan(3_000);
      expect(router.mode()).toMatchObject({ primary: pair.replica.name, epoch: 2 });
      expect(modes).toEqual(['read_only', 'normal']);

      await pair.primary.start();
      await until(() => router.nodes()[0]?.role === 'fenced');
      expect(modeOf(router)).toBe('normal');
      expect(await router.write(portOf)).toBe(pair.replica.port);
      for (let i = 0; i < 10; i += 1) expect(await router.read(portOf)).toBe(pair.replica.port);
      expect(await pair.primary.query('SELECT key FROM settings', [], pair.database)).toEqual([{ key: 'before' }]);
      expect(sharedEpoch.epoch).toBe(2);
      expect(readFileSync(epochFile, 'utf8')).toBe('2\n');

      await pair.rejoin(pair.primary, pair.replica);
      await until(() => router.nodes()[0]?.role === 'replica');
      await router.write(insert('together'));
      await until(async () => (await router.read(keys)).includes('together'));
      expect(await router.read(portOf)).toBe(pair.primary.port);
    }, 30_000);
  });

  describe('after a promotion, with the old master up again', () => {
    beforeAll(async () => {
      pair = await aMigratedPair();
      await pair.primary.crash();
      await pair.replica.promote();
      await pair.primary.start();
    }, 60_000);
    afterAll(async () => {
      await pair.remove();
    });
    const oldRows = async () => await pair.primary.query('SELECT key FROM settings', [], pair.database);

    it('knows after a restart that the old master is over, from the file or from the others', async () => {
      const onlyOld = [{ name: pair.primary.name, host: '127.0.0.1', port: pair.primary.port }];
      const fromOthers = await started({
        nodes: onlyOld,
        sharedEpoch: { read: async () => await Promise.resolve(2), raise: async () => await Promise.resolve(2) },
      });
      expect(modeOf(fromOthers.router)).toBe('read_only fenced_primary');
      const down = {
        read: async () => await Promise.reject(new Error('no Redis')),
        raise: async () => await Promise.reject(new Error('no Redis')),
      };
      const fromFile = await started({ nodes: onlyOld, sharedEpoch: down, epochFile: fromOthers.epochFile });
      expect(modeOf(fromFile.router)).toBe('read_only fenced_primary');
      await expect(fromFile.router.write(insert('fenced'))).rejects.toMatchObject({ code: 'master_offline' });
    });

    it('looks at the timeline inside the transaction, because probes may be older than a promotion', async () => {
      const onlyOld = [{ name: pair.primary.name, host: '127.0.0.1', port: pair.primary.port }];
      const stale = { isInRecovery: false, timeline: 1, receivedLsn: 0n, replayedLsn: 0n, replayDelayMs: 0 };
      const { router, sharedEpoch } = await started({
        nodes: onlyOld,
        makeProbe: () => ({ ask: async () => await Promise.resolve(stale), close: () => undefined }),
        limits: { probeIntervalMs: 60_000 },
      });
      expect(modeOf(router)).toBe('normal');
      sharedEpoch.epoch = 2;
      await expect(router.write(insert('raced'))).rejects.toMatchObject({ code: 'master_offline' });
      expect(modeOf(router)).not.toBe('normal');
      expect(await oldRows()).toEqual([]);
    });
  });

  describe('when the primary hangs', () => {
    beforeAll(async () => {
      pair = await aMigratedPair();
    }, 60_000);
    afterAll(async () => {
      pair.primary.wake();
      await pair.remove();
    });

    it('answers everyone, and never writes to it again when it wakes after a promotion', async () => {
      const { router } = await started();
      await router.write(insert('before'));
      await pair.waitUntilReplicated();
      let hung: () => void = () => undefined;
      const hangs = new Promise<void>((resolve) => {
        hung = resolve;
      });
      const inFlight = timed(
        router.write(async (manager) => {
          pair.primary.hang();
          hung();
          await insert('in-flight')(manager);
        }),
      );
      await hangs;
      const startedAt = performance.now();
      const { error } = await inFlight;
      expect(codeOf(error)).toBe('write_outcome_unknown');
      expect(performance.now() - startedAt).toBeLessThan(3_000);
      expect(modeOf(router)).toBe('read_only no_primary');
      for (let i = 0; i < 20; i += 1) {
        const refused = await timed(router.write(insert('refused')));
        expect({ code: codeOf(refused.error), isPrompt: refused.ms < 100 }).toEqual({
          code: 'master_offline',
          isPrompt: true,
        });
        expect(await router.read(keys)).toEqual(['before']);
      }

      await pair.replica.promote();
      await until(() => router.mode().kind === 'normal');
      pair.primary.wake();
      for (let i = 0; i < 20; i += 1) await router.write(insert(`new-${i}`));
      await until(() => router.nodes()[0]?.role === 'fenced');
      for (let i = 20; i < 40; i += 1) await router.write(insert(`new-${i}`));
      const old = await pair.primary.query('SELECT key FROM settings', [], pair.database);
      expect(old).toEqual([{ key: 'before' }]);
      expect((await router.readPrimary(keys)).filter((key) => key.startsWith('new-'))).toHaveLength(40);
    }, 30_000);
  });

  describe('when the commit gets no answer', () => {
    beforeAll(async () => {
      pair = await aMigratedPair();
    }, 60_000);
    afterAll(async () => {
      pair.primary.wake();
      await pair.remove();
    });

    it('says that the outcome is unknown, by its own time limit, and the server may have done it', async () => {
      const { router } = await started({ limits: { queryTimeoutMs: 400, probeIntervalMs: 60_000 } });
      await pair.primary.query(`ALTER SYSTEM SET synchronous_standby_names = 'nobody'`);
      await pair.primary.query('SELECT pg_reload_conf()');
      await until(
        async () =>
          (await pair.primary.query('SHOW synchronous_standby_names'))[0]?.['synchronous_standby_names'] === 'nobody',
      );
      const { error } = await timed(router.write(insert('maybe')));
      expect(codeOf(error)).toBe('write_outcome_unknown');
      await pair.primary.query('ALTER SYSTEM RESET synchronous_standby_names');
      await pair.primary.query('SELECT pg_reload_conf()');
      await until(async () => (await router.readPrimary(keys)).includes('maybe'));
    });
  });
});
