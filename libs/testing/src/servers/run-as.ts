import { chownSync, lchownSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { postgresRunAs } from '../config.ts';

/** The system user a process runs as; empty when it is simply ours. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Postgres refuses to run as root, so as root it runs as `nobody`. The user must be in /etc/passwd: initdb looks its
 * own name up.
 */
export function postgresIdentity(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const name = postgresRunAs();
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error(`Postgres cannot run as root, and there is no user "${name}". Name another one in PG_RUN_AS.`);
  }
  return { uid: Number(uid), gid: Number(gid) };
}

/** Gives a file or a whole folder to `owner`; does nothing when that is already us. */
export function giveTo(owner: RunAs, target: string): void {
  if (owner.uid === undefined || owner.gid === undefined) return;
  const facts = lstatSync(target);
  if (facts.isSymbolicLink()) {
    lchownSync(target, owner.uid, owner.gid);
    return;
  }
  if (facts.isDirectory()) for (const entry of readdirSync(target)) giveTo(owner, path.join(target, entry));
  if (facts.uid !== owner.uid || facts.gid !== owner.gid) chownSync(target, owner.uid, owner.gid);
}

/** True when every user can enter every folder down to `folder`. */
export function isReachableByAll(folder: string): boolean {
  for (let at = realpathSync(folder); ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
