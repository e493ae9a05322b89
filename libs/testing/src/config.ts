import { createHash } from 'node:crypto';
import path from 'node:path';

/** What the shared test servers were started with, as `tools/test/global-setup.mjs` announces it to the workers. */
export interface SharedServers {
  readonly postgresPort: number;
  readonly postgresPassword: string;
  /** Redis URL without a database index. */
  readonly redisUrl: string;
  /** Number of the Jest worker, from 1: each has its own Redis database index. */
  readonly worker: number;
}

/** Folders of PATH, in their order. */
export function searchPath(): readonly string[] {
  return (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
}

/** The Redis (or Valkey) server that the operator chose with `REDIS_SERVER`, if any. */
export function chosenRedisServer(): string | undefined {
  return process.env['REDIS_SERVER'];
}

/** The system user that Postgres runs as when we are root: `PG_RUN_AS`, default `nobody`. */
export function postgresRunAs(): string {
  return process.env['PG_RUN_AS'] ?? 'nobody';
}

/** True in CI, where a suite that cannot run is a failure and not a gap. */
export function isContinuousIntegration(): boolean {
  return process.env['CI'] === 'true' || process.env['CI'] === '1';
}

/** File in which `npm test` collects what suites were left out for, if it runs. */
export function missingPeersFile(): string | undefined {
  return process.env['TEST_MISSING_PEERS_FILE'];
}

/** A copy of the environment, for a child process. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env };
}

/**
 * Where unpacked server binaries are kept between runs, the same for every stack of one checkout.
 * Root keeps them outside its home, because Postgres runs as another user and must be able to read them.
 */
export function toolCacheDir(root: string): string {
  const chosen = process.env['COUNTERSIGN_CACHE_DIR'];
  if (chosen !== undefined) return path.resolve(chosen);
  return path.join(defaultRuntimeDir(root), 'cache');
}

/** The folder of the local stack's data when nothing else is asked for. */
export function defaultRuntimeDir(root: string): string {
  if (process.getuid?.() !== 0) return path.join(root, '.local');
  return `/var/tmp/countersign-${createHash('sha256').update(root).digest('hex').slice(0, 10)}`;
}

/** Where throw-away stacks put their data: short, because a Unix socket's path has at most 107 octets. */
export function temporaryStackParent(): string {
  return process.env['COUNTERSIGN_TEST_STACKS_DIR'] ?? '/var/tmp';
}

/** The shared servers; throws when a test asks for them outside the integration project. */
export function sharedServers(): SharedServers {
  const { TEST_POSTGRES_PORT: port, TEST_POSTGRES_PASSWORD: password, TEST_REDIS_URL: redisUrl } = process.env;
  if (port === undefined || password === undefined || redisUrl === undefined) {
    throw new Error('No shared Postgres and Redis here: name the file *.int-spec.ts, so that Jest starts them first.');
  }
  return { postgresPort: Number(port), postgresPassword: password, redisUrl, worker: jestWorker() };
}

/** The number of this Jest worker, from 1; 1 outside Jest. */
export function jestWorker(): number {
  return Number(process.env['JEST_WORKER_ID'] ?? '1');
}
