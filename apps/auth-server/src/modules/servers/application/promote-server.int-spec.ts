import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type PostgresPair, PostgresNode } from '@countersign/testing';
import { cloneStandby, waitUntilCaughtUp } from '@countersign/testing/servers';
import path from 'node:path';
import { aMigratedPair, aRouter, type RouterHandle, until } from '../../../outbound/postgres/__fixtures__/databases.ts';
import type { JournalEvent } from '../../journal/index.ts';
import { PostgresDatabaseControl } from '../outbound/postgres/postgres-database-control.ts';
import { PromoteServer } from './promote-server.use-case.ts';

describe('promoting a server', () => {
  let pair: PostgresPair;
  let third: PostgresNode;
  let handle: RouterHandle;
  let promote: PromoteServer;
  const entries: JournalEvent[] = [];

  beforeAll(async () => {
    pair = await aMigratedPair();
    const { options } = pair.replica;
    third = new PostgresNode({
      ...options,
      name: 'pg-3',
      dataDir: path.join(path.dirname(options.dataDir), 'pg-3'),
      logFile: `${options.logFile}.3`,
      port: await freePort(),
    });
    await cloneStandby(pair.primary, third);
    await third.start();
    await waitUntilCaughtUp(pair.primary, third);
    const nodes = [pair.primary, pair.replica, third].map(({ name, port }) => ({ name, host: '127.0.0.1', port }));
    handle = aRouter(pair, { nodes });
    await handle.router.start();
    const login = { database: pair.database, user: pair.user, password: pair.password };
    const server = {
      service: 'auth-server',
      version: '',
      address: '',
      role: 'subordinate',
      primaryLsn: '',
      lastContactAt: 0,
    } as const;
    promote = new PromoteServer({
      database: handle.router,
      directory: {
        list: async () => await Promise.resolve([{ ...server, name: 'mfa-2', databaseNode: pair.replica.name }]),
        report: async () => await Promise.resolve(),
      },
      control: new PostgresDatabaseControl(nodes, login),
      journal: {
        append: async (event) => {
          entries.push(event);
          await Promise.resolve();
        },
      },
      instance: 'mfa-2',
      newEventId: () => 'event-1',
    });
  }, 90_000);
  afterAll(async () => {
    handle.close();
    await third.stop('SIGQUIT');
    await pair.remove();
  });

  const asked = (over: object = {}) => ({ name: 'mfa-2', isDryRun: false, acceptsDataLoss: false, ...over });
  const context = { actor: 'cli/ops-1 anna', now: Date.now() };
  const put = async (key: string) =>
    await handle.router.write(async (manager) => {
      await manager.query(`INSERT INTO settings (key, value) VALUES ($1, '1')`, [key]);
    });

  it("refuses while the master answers, then promotes by the server's name, fences the old master and repoints the rest", async () => {
    await put('before');
    const refused = await promote.execute(asked(), context);
    expect(refused).toMatchObject({ isPromoted: false, timeline: 0 });
    expect(refused.refusals.join()).toContain(`${pair.primary.name} answers and takes writes`);
    await expect(promote.execute(asked({ name: 'nobody' }), context)).rejects.toMatchObject({ code: 'not_found' });
    const self = await promote.execute(asked({ name: pair.primary.name }), context);
    expect(self.refusals).toEqual([`${pair.primary.name} is the master already.`]);

    await pair.waitUntilReplicated();
    pair.primary.hang();
    try {
      await until(() => handle.router.mode().kind === 'read_only');
      const dry = await promote.execute(asked({ isDryRun: true }), context);
      expect(dry).toMatchObject({ isPromoted: false, refusals: [] });
      expect(dry.facts.join('\n')).toContain(`${pair.replica.name} has everything`);
      expect(handle.router.mode().kind).toBe('read_only');

      const done = await promote.execute(asked(), context);
      expect(done).toMatchObject({ isPromoted: true, timeline: 2, refusals: [] });
      expect(done.facts).toContain(`pg-3 follows ${pair.replica.name} now.`);
      expect(handle.sharedEpoch.epoch).toBe(2);
      // The answer comes when the next change finds the new master.
      await put('after');
    } finally {
      pair.primary.wake();
    }
    await until(() => handle.router.nodes()[0]?.role === 'fenced');
    const old = await promote.execute(asked({ name: pair.primary.name, acceptsDataLoss: true }), context);
    expect(old.refusals[0]).toContain('rejoin it');
    const keysOfThird = async () => await third.query<{ key: string }>('SELECT key FROM settings', [], pair.database);
    await until(async () => (await keysOfThird()).some(({ key }) => key === 'after'));
    expect(entries).toEqual([
      expect.objectContaining({
        kind: 'server',
        server: 'mfa-2',
        details: expect.objectContaining({
          action: 'server_promoted',
          actor: 'cli/ops-1 anna',
          node: pair.replica.name,
          timeline: 2,
        }),
      }),
    ]);
  }, 60_000);
});
