import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isReachableByAll, postgresIdentity } from '@countersign/testing/servers';
import { StartRefused } from './config.ts';
import type { StackPaths } from './layout.ts';

/**
 * Makes the folders of the stack where they are missing. The folder must be ours alone to write: its place may be one
 * that everybody knows and everybody can write to (/var/tmp), so one that was put there for us is refused.
 */
export function prepareRuntimeDir(paths: StackPaths): void {
  mkdirSync(paths.runtimeDir, { recursive: true, mode: 0o755 });
  const facts = lstatSync(paths.runtimeDir);
  const isOurs = facts.isDirectory() && facts.uid === process.getuid?.() && (facts.mode & 0o022) === 0;
  if (!isOurs) {
    throw new StartRefused(
      `${paths.runtimeDir} belongs to another user or is writable by others. Remove it, or name another in COUNTERSIGN_RUNTIME_DIR.`,
    );
  }
  if (postgresIdentity().uid !== undefined && !isReachableByAll(paths.runtimeDir)) {
    throw new StartRefused(
      `Postgres does not run as root, and the user it runs as cannot enter ${paths.runtimeDir}. Name a folder in COUNTERSIGN_RUNTIME_DIR that all users can enter, such as one below /var/tmp.`,
    );
  }
  mkdirSync(paths.data, { recursive: true, mode: 0o755 });
  for (const folder of [paths.secrets, paths.certificates, paths.state]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  }
  mkdirSync(paths.logs, { recursive: true, mode: 0o755 });
}

/** What {@link removeEverything} removes, as far as it exists. */
export function whatWouldBeRemoved(paths: StackPaths): readonly string[] {
  const own = [paths.data, paths.secrets, paths.certificates, paths.logs, paths.state, paths.demoFile];
  return [...own, paths.stackFile, paths.controlSocket].filter((target) => existsSync(target));
}

/** Removes what the stack keeps, and nothing else that may lie in the same folder. */
export function removeEverything(paths: StackPaths): void {
  for (const target of whatWouldBeRemoved(paths)) rmSync(target, { recursive: true, force: true });
}

/** Removes the databases of a first start that never finished: nothing of value can be in them. */
export function removeUnfinishedData(paths: StackPaths): boolean {
  if (existsSync(paths.installedMark) || !existsSync(path.join(paths.data, 'pg-1'))) return false;
  rmSync(paths.data, { recursive: true, force: true });
  mkdirSync(paths.data, { recursive: true, mode: 0o755 });
  return true;
}
