// One throw-away Postgres and Redis for all integration tests. Runs on Node 24, which reads the library's TypeScript as it is:
// no build is needed before the tests.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  ensureDatabase,
  ensureRedis,
  freePort,
  OWNER_ROLE,
  PostgresNode,
  preparePostgresBinaries,
  RedisServer,
  temporaryFolder,
  toolCacheDir,
} from '../../libs/testing/src/servers/index.ts';

const root = path.join(import.meta.dirname, '../..');
const say = (line) => process.stderr.write(`[test servers] ${line}\n`);

export default async function setup(globalConfig) {
  const startedAt = performance.now();
  const folder = temporaryFolder();
  const password = randomBytes(12).toString('hex');
  const cache = toolCacheDir(root);
  const postgres = new PostgresNode({
    name: 'test',
    native: preparePostgresBinaries(cache),
    dataDir: path.join(folder.path, 'postgres'),
    logFile: path.join(folder.path, 'postgres.log'),
    port: await freePort(),
    superuserPassword: password,
    replicatorPassword: password,
    settings: ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'],
  });
  const redis = new RedisServer({
    binary: await ensureRedis(cache, say),
    dataDir: path.join(folder.path, 'redis'),
    logFile: path.join(folder.path, 'redis.log'),
    port: await freePort(),
    password,
    settings: [`databases ${globalConfig.maxWorkers + 1}`],
  });
  globalThis.__testServers = { postgres, redis, folder };
  await Promise.all([startPostgres(postgres, password, folder.path), redis.start()]);
  process.env.TEST_POSTGRES_PORT = String(postgres.port);
  process.env.TEST_POSTGRES_PASSWORD = password;
  process.env.TEST_REDIS_URL = redis.url;
  say(`Postgres :${postgres.port}, Redis :${redis.options.port}, ${Math.round(performance.now() - startedAt)} ms`);
}

async function startPostgres(postgres, password, folder) {
  postgres.initialize();
  await postgres.start();
  await ensureDatabase(postgres, { database: 'countersign_empty', ownerPassword: password, appPassword: password });
  await postgres.query(`CREATE DATABASE countersign_template OWNER ${OWNER_ROLE} TEMPLATE countersign_empty`);
  migrate(postgres, password, folder);
}

/** The product's own migration job, built by `tsc -b`; without a build the template stays empty. */
function migrate(postgres, password, folder) {
  const job = path.join(root, 'apps/auth-server/dist/migrate.js');
  if (!existsSync(job)) {
    if (process.env.CI) throw new Error(`${job} is missing: run tsc -b first`);
    say(`${path.relative(root, job)} is not built: the template database has no tables`);
    return;
  }
  const urlFile = path.join(folder, 'owner-url');
  const url = `postgres://${OWNER_ROLE}:${password}@127.0.0.1:${postgres.port}/countersign_template`;
  writeFileSync(urlFile, url, { mode: 0o600 });
  const env = { ...process.env, DATABASE_OWNER_URL_FILE: urlFile, LOG_LEVEL: 'warn', NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [job], { cwd: root, encoding: 'utf8', env });
  if (status !== 0) throw new Error(`the migrations failed:\n${stdout}${stderr}`);
}
