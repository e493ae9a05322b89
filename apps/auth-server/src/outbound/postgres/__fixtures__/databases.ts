import { aTestDatabase, type PostgresPair, startPostgresPair, temporaryFolder, type TestDatabase } from '@countersign/testing';
import { silentLogger } from '@countersign/observability';
import path from 'node:path';
import { DbRouter, type DbRouterOptions } from '../db-router.ts';
import { migrateDatabase } from '../migrate-database.ts';
import { InMemorySharedEpoch } from './in-memory-shared-epoch.ts';

/** A database with the tables of this release, on the shared server. */
export async function aMigratedDatabase(): Promise<TestDatabase> {
  const database = await aTestDatabase({ migrated: false });
  await migrateDatabase({ url: database.owner.url, appRole: database.app.user });
  return database;
}

/** A primary and a replica of its own with the tables of this release. */
export async function aMigratedPair(): Promise<PostgresPair> {
  const pair = await startPostgresPair();
  const url = `postgres://${pair.owner}:${pair.password}@127.0.0.1:${pair.primary.port}/${pair.database}`;
  await migrateDatabase({ url, appRole: pair.user });
  await pair.waitUntilReplicated();
  return pair;
}

/** A router with its state folder, which {@link RouterHandle.close} removes. */
export interface RouterHandle {
  readonly router: DbRouter;
  readonly sharedEpoch: InMemorySharedEpoch;
  readonly epochFile: string;
  close(): void;
}

/** A router over both servers of a pair; real time and real probes unless `options` say otherwise. */
export function aRouter(pair: PostgresPair, options: Partial<DbRouterOptions> = {}): RouterHandle {
  const nodes = [pair.primary, pair.replica].map(({ name, port }) => ({ name, host: '127.0.0.1', port }));
  const login = { database: pair.database, user: pair.user, password: pair.password };
  return routerOver({ nodes, login, ...options });
}

/** A router over one database of the shared server. */
export function aRouterTo(database: TestDatabase, options: Partial<DbRouterOptions> = {}): RouterHandle {
  const nodes = [{ name: 'pg-1', host: database.host, port: database.port }];
  const login = { database: database.name, user: database.app.user, password: database.app.password };
  return routerOver({ nodes, login, ...options });
}

/** A router over whatever `options` name. */
export function routerOver(options: Pick<DbRouterOptions, 'nodes' | 'login'> & Partial<DbRouterOptions>): RouterHandle {
  const folder = temporaryFolder();
  const sharedEpoch = new InMemorySharedEpoch();
  const epochFile = path.join(folder.path, 'epoch');
  const router = new DbRouter({
    epochFile,
    sharedEpoch,
    logger: silentLogger(),
    now: Date.now,
    ...options,
  });
  return {
    router,
    sharedEpoch,
    epochFile,
    close: () => {
      router.stop();
      folder.remove();
    },
  };
}

/** Resolves when `condition` holds; rejects after `timeoutMs`. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
