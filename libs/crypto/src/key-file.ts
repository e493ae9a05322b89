import {
  closeSync,
  fsyncSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DomainError, SecretBytes } from '@countersign/errors';

/** A sealing key: 32 octets under an id of ASCII letters, digits and hyphens. */
export interface StoredKey {
  readonly id: string;
  readonly key: SecretBytes;
  readonly createdAt: Date;
}

/** What a key file says. */
export interface KeyFileContent {
  /** The id of the key for new values. */
  readonly current: string;
  /** What keyed hashes are derived from. */
  readonly hashRoot: SecretBytes;
  readonly keys: readonly StoredKey[];
}

const FORMAT = 1;
const KEY_OCTETS = 32;
const KEY_ID = /^[A-Za-z0-9-]{1,64}$/;
const GROUP_READ = 0o040;

/** Reads and checks a key file; @throws DomainError `invalid_request` with what to do. */
export function readKeyFile(path: string): KeyFileContent {
  const text = readPrivately(path);
  const content = parseContent(path, text);
  const ids = new Set(content.keys.map(({ id }) => id));
  if (ids.size !== content.keys.length) throw unusable(path, 'has two keys with the same id');
  if (!ids.has(content.current))
    throw unusable(path, `names ${content.current} as the current key, but has no such key`);
  return content;
}

/** Writes a key file that does not exist yet; @throws DomainError `already_exists` otherwise. */
export function createKeyFile(path: string, content: KeyFileContent): void {
  // A link, unlike a rename, never replaces a file that is already there.
  writeBeside(
    path,
    () => content,
    (temporary) => linkNew(temporary, path),
  );
}

/**
 * Replaces a key file in one step: readers see the old one or the new one, also after a power failure. `change` gets
 * what the file says once nobody else can change it, so that two rotations at the same time lose no key.
 */
export function changeKeyFile(path: string, change: (before: KeyFileContent) => KeyFileContent): KeyFileContent {
  return writeBeside(
    path,
    () => change(readKeyFile(path)),
    (temporary) => renameSync(temporary, path),
  );
}

/** The file beside `path` is also the lock: whoever creates it first is the one who changes the keys. */
function writeBeside(path: string, make: () => KeyFileContent, publish: (temporary: string) => void): KeyFileContent {
  const temporary = `${path}.new`;
  const descriptor = openNew(path, temporary);
  try {
    const content = make();
    writeFileSync(descriptor, serialize(content));
    fsyncSync(descriptor);
    publish(temporary);
    syncDirectory(path);
    return content;
  } catch (error) {
    // Only on failure: after success the name may already be the lock of the next process.
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function linkNew(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
    rmSync(temporary);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new DomainError('already_exists', `the key file ${path} exists already: it is not replaced`, {
      cause: error,
    });
  }
}

function openNew(path: string, temporary: string): number {
  try {
    return openSync(temporary, 'wx', 0o400);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    const advice = `if none is, remove ${temporary} and repeat`;
    throw new DomainError('version_conflict', `another process is changing ${path}; ${advice}`, { cause: error });
  }
}

function syncDirectory(path: string): void {
  const descriptor = openSync(dirname(path), 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readPrivately(path: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw unusable(path, hasCode(error, 'ENOENT') ? 'does not exist' : 'cannot be read', error);
  }
  try {
    const { mode, uid } = fstatSync(descriptor);
    // A secret mounted into a container belongs to root and is readable through the group of the process alone.
    const isMounted = uid !== process.getuid?.();
    const tooMany = mode & 0o077 & (isMounted ? ~GROUP_READ : 0o077);
    if (tooMany !== 0) throw unusable(path, `is open to other accounts (run: chmod 0400 ${path})`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function serialize({ current, hashRoot, keys }: KeyFileContent): string {
  const stored = keys.map(({ id, key, createdAt }) => ({
    id,
    key: key.expose().toString('base64'),
    createdAt: createdAt.toISOString(),
  }));
  return `${JSON.stringify({ format: FORMAT, current, hashRoot: hashRoot.expose().toString('base64'), keys: stored }, null, 2)}\n`;
}

function parseContent(path: string, text: string): KeyFileContent {
  const root = asRecord(path, parseJson(path, text));
  if (root.format !== FORMAT) throw unusable(path, 'has an unknown format: it is damaged, or from a newer release');
  if (!Array.isArray(root.keys) || root.keys.length === 0) throw unusable(path, 'has no keys');
  return {
    current: keyId(path, root.current),
    hashRoot: key(path, root.hashRoot),
    keys: root.keys.map((entry: unknown) => storedKey(path, asRecord(path, entry))),
  };
}

function storedKey(path: string, entry: Readonly<Record<string, unknown>>): StoredKey {
  const createdAt = new Date(typeof entry.createdAt === 'string' ? entry.createdAt : Number.NaN);
  if (Number.isNaN(createdAt.getTime())) throw unusable(path, 'has a key without createdAt');
  return { id: keyId(path, entry.id), key: key(path, entry.key), createdAt };
}

function keyId(path: string, value: unknown): string {
  if (typeof value !== 'string' || !KEY_ID.test(value)) throw unusable(path, 'has a key id that is not allowed');
  return value;
}

function key(path: string, value: unknown): SecretBytes {
  const octets = Buffer.from(typeof value === 'string' ? value : '', 'base64');
  if (octets.length !== KEY_OCTETS) throw unusable(path, 'has a key that is not 32 octets in base64');
  return new SecretBytes(octets);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, and the text is keys.
    throw unusable(path, 'is not JSON');
  }
}

function asRecord(path: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw unusable(path, 'is not a key file');
  return value as Readonly<Record<string, unknown>>;
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

function unusable(path: string, problem: string, cause?: unknown): DomainError {
  return new DomainError('invalid_request', `the key file ${path} ${problem}`, { cause });
}
