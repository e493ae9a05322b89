import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@countersign/observability';
import { freePort, PostgresNode, temporaryFolder } from '@countersign/testing';
import { ensureDatabase, OWNER_ROLE, preparePostgresBinaries, toolCacheDir } from '@countersign/testing/servers';
import { repositoryRoot } from '@countersign/testing';
import type { EntityManager } from 'typeorm';
import { InMemorySharedEpoch } from './__fixtures__/in-memory-shared-epoch.ts';
import { until } from './__fixtures__/databases.ts';
import { DbRouter } from './db-router.ts';
import { migrateDatabase } from './migrate-database.ts';

const canMount = process.getuid?.() === 0 && process.platform === 'linux';
const megabyte = async (manager: EntityManager) =>
  await manager.query(
    `INSERT INTO settings (key, value)
     SELECT gen_random_uuid()::text, to_jsonb(string_agg(md5(random()::text), '')) FROM generate_series(1, 32768)`,
  );
const count = async (manager: EntityManager): Promise<number> =>
  ((await manager.query('SELECT count(*) AS n FROM settings')) as { n: number }[])[0]?.n ?? -1;

(canMount ? describe : describe.skip)('a full disk of the master (mounts a tmpfs: needs root on Linux)', () => {
  const folder = temporaryFolder();
  const disk = path.join(folder.path, 'disk');
  const ballast = path.join(disk, 'ballast');
  let node: PostgresNode;
  let router: DbRouter;

  beforeAll(async () => {
    mkdirSync(disk);
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=755', 'tmpfs', disk]).status).toBe(0);
    node = new PostgresNode({
      name: 'small',
      native: preparePostgresBinaries(toolCacheDir(repositoryRoot())),
      dataDir: path.join(disk, 'data'),
      logFile: path.join(folder.path, 'small.log'),
      port: await freePort(),
      superuserPassword: 'secret',
      replicatorPassword: 'secret',
      settings: ['max_wal_size=48MB', 'min_wal_size=48MB', 'wal_recycle=on', 'autovacuum=off', 'fsync=off'],
    });
    node.initialize();
    await node.start();
    const database = 'countersign';
    await ensureDatabase(node, { database, ownerPassword: 'secret', appPassword: 'secret' });
    const url = `postgres://${OWNER_ROLE}:secret@127.0.0.1:${node.port}/${database}`;
    await migrateDatabase({ url, appRole: 'countersign' });
    router = new DbRouter({
      nodes: [{ name: node.name, host: '127.0.0.1', port: node.port }],
      login: { database, user: 'countersign', password: 'secret' },
      epochFile: path.join(folder.path, 'epoch'),
      sharedEpoch: new InMemorySharedEpoch(),
      logger: silentLogger(),
      now: Date.now,
      limits: { diskProbeIntervalMs: 200 },
    });
    await router.start();
  }, 60_000);
  afterAll(async () => {
    router.stop();
    await node.stop('SIGQUIT');
    spawnSync('umount', ['-l', disk]);
    folder.remove();
  });

  it('refuses changes in words, goes on reading, and recovers when there is space again', async () => {
    await router.write(megabyte);
    fill(ballast, disk);
    await expect(router.write(megabyte)).rejects.toMatchObject({ code: 'storage_full' });
    expect(router.mode()).toMatchObject({ kind: 'read_only', reason: 'disk_full', primary: 'small' });

    const startedAt = performance.now();
    await expect(router.write(megabyte)).rejects.toMatchObject({ code: 'storage_full', retryAfterSeconds: 30 });
    expect(performance.now() - startedAt).toBeLessThan(100);
    expect(await router.read(count)).toBe(1);

    rmSync(ballast);
    await until(() => router.mode().kind === 'normal');
    await router.write(megabyte);
    expect(await router.read(count)).toBe(2);
  }, 30_000);
});

/** Leaves less than a megabyte: the log keeps the segments it has, tables cannot grow. */
function fill(file: string, disk: string): void {
  const handle = openSync(file, 'w');
  try {
    const { bavail, bsize } = statfsSync(disk);
    const chunk = Buffer.alloc(64 * 1024);
    for (let left = bavail * bsize - 256 * 1024; left > 0; left -= chunk.length) writeSync(handle, chunk);
  } finally {
    closeSync(handle);
  }
}
