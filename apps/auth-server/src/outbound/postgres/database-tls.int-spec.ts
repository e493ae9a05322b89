import { chownSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, repositoryRoot, temporaryFolder, TestAuthority } from '@countersign/testing';
import { PostgresNode, postgresIdentity, preparePostgresBinaries, toolCacheDir } from '@countersign/testing/servers';
import { type RouterHandle, routerOver, until } from './__fixtures__/databases.ts';
import { databaseTls } from './database-tls.ts';

const PASSWORD = 'a-password-for-this-test';

describe('TLS to Postgres', () => {
  const folder = temporaryFolder();
  const open: RouterHandle[] = [];
  let node: PostgresNode;
  let authorityFile: string;

  async function router(ca: string) {
    const handle = routerOver({
      nodes: [{ name: 'pg-1', host: 'localhost', port: node.port }],
      login: { database: 'postgres', user: 'postgres', password: PASSWORD, ssl: databaseTls(ca) },
    });
    open.push(handle);
    await handle.router.start();
    return handle.router;
  }

  beforeAll(async () => {
    const authority = await TestAuthority.create();
    authorityFile = path.join(folder.path, 'authority.crt');
    writeFileSync(authorityFile, authority.pem);
    node = new PostgresNode({
      name: 'pg-tls',
      native: preparePostgresBinaries(toolCacheDir(repositoryRoot())),
      dataDir: path.join(folder.path, 'data'),
      logFile: path.join(folder.path, 'pg.log'),
      port: await freePort(),
      superuserPassword: PASSWORD,
      replicatorPassword: PASSWORD,
      settings: ['ssl=on', "ssl_cert_file='server.crt'", "ssl_key_file='server.key'", 'fsync=off'],
    });
    node.initialize();
    const { certificate, key } = await authority.issue('postgres');
    const { uid, gid } = postgresIdentity();
    for (const [name, content] of [
      ['server.crt', certificate],
      ['server.key', key],
    ] as const) {
      const file = path.join(node.dataDir, name);
      writeFileSync(file, content, { mode: 0o600 });
      if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
    }
    await node.start();
  }, 60_000);

  afterAll(async () => {
    for (const handle of open) handle.close();
    await node.stop();
    folder.remove();
  });

  it('encrypts the connection and checks who answers', async () => {
    const database = await router(authorityFile);
    await until(() => database.mode().kind === 'normal');
    const rows = await database.read(
      async (manager) =>
        (await manager.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')) as { ssl: boolean }[],
    );
    expect(rows).toEqual([{ ssl: true }]);
  });

  it('does not talk to a server whose certificate comes from elsewhere', async () => {
    const stranger = path.join(folder.path, 'stranger.crt');
    writeFileSync(stranger, (await TestAuthority.create()).pem);
    const database = await router(stranger);
    await until(() => database.nodes()[0]?.role === 'down');
    expect(database.nodes()[0]?.problem).toMatch(/certificate/);
  });
});
