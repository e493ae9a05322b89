import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartRefused } from './config.ts';
import type { StackPaths } from './layout.ts';

const run = promisify(execFile);
const BUILD = 'apps/auth-server/dist';

/** What the migration job needs. */
export interface MigrationJob {
  readonly root: string;
  readonly paths: StackPaths;
  /** File with the URL of the owner of the schema, on the present primary. */
  readonly ownerUrlFile: string;
  /** Timeline of the primary: after a promotion the mark of an earlier run proves nothing. */
  readonly timeline: number;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/** Runs the product's migration job, unless this very build already did on this database. True when it ran. */
export async function migrate({ root, paths, ownerUrlFile, timeline, environment }: MigrationJob): Promise<boolean> {
  const job = path.join(root, BUILD, 'migrate.js');
  if (!existsSync(job)) throw new StartRefused(`${BUILD}/migrate.js is missing: the build did not make it.`);
  const mark = `${fingerprint(path.join(root, BUILD))} timeline ${timeline}`;
  if (existsSync(paths.migratedMark) && readFileSync(paths.migratedMark, 'utf8') === mark) return false;
  try {
    await run(process.execPath, [job], { cwd: root, env: { ...environment, DATABASE_OWNER_URL_FILE: ownerUrlFile } });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new StartRefused(`The database could not be migrated:\n${stdout}${stderr}`.trimEnd());
  }
  writeFileSync(paths.migratedMark, mark);
  return true;
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  for (const name of files.toSorted()) hash.update(`${name}\0`).update(readFileSync(path.join(folder, name)));
  return hash.digest('hex');
}
