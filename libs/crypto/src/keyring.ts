import { DomainError, SecretBytes } from '@countersign/errors';
import { changeKeyFile, createKeyFile, type KeyFileContent, readKeyFile, type StoredKey } from './key-file.ts';
import { type RandomSource, SystemRandom } from './random-source.ts';

/** A key without its octets, for lists and reports. */
export interface KeyStatus {
  readonly id: string;
  readonly createdAt: Date;
  readonly isCurrent: boolean;
}

const KEY_OCTETS = 32;
const RELOAD_PAUSE_MS = 1000;

/**
 * The keys that seal secrets at rest, read from a file that only the servers' account may read.
 * New values are sealed with the current key; older keys stay until they are retired, so that older values open.
 */
export class Keyring {
  readonly #path: string | undefined;
  readonly #random: RandomSource;
  #content: KeyFileContent;
  #lastReloadAt = Number.NEGATIVE_INFINITY;

  private constructor(path: string | undefined, content: KeyFileContent, random: RandomSource) {
    this.#path = path;
    this.#content = content;
    this.#random = random;
  }

  /**
   * Reads a key file.
   * @throws DomainError `invalid_request` when it is missing, malformed, or readable by other accounts
   */
  static open(path: string, random: RandomSource = new SystemRandom()): Keyring {
    return new Keyring(path, readKeyFile(path), random);
  }

  /**
   * Writes a new key file (mode 0400) with one key.
   * @throws DomainError `already_exists` when there is a file: a lost key file means lost secrets, so none is replaced
   */
  static create(path: string, now: Date, random: RandomSource = new SystemRandom()): Keyring {
    const content = freshContent(now, random);
    createKeyFile(path, content);
    return new Keyring(path, content, random);
  }

  /** A keyring that is written nowhere, for tests and trials: what it seals is lost with the process. */
  static inMemory(now: Date, random: RandomSource = new SystemRandom()): Keyring {
    return new Keyring(undefined, freshContent(now, random), random);
  }

  /** The key for new values. */
  currentKey(): { readonly id: string; readonly key: SecretBytes } {
    const { current, keys } = this.#content;
    const key = keys.find(({ id }) => id === current);
    if (key === undefined) throw new Error('the keyring has no current key');
    return key;
  }

  /** A key by its id, undefined when the keyring lacks it. */
  keyById(keyId: string): SecretBytes | undefined {
    return this.#content.keys.find(({ id }) => id === keyId)?.key;
  }

  /**
   * A key that another server may have added meanwhile: the file is read again, at most once a second, because values
   * with an invented key id must not keep this server busy with reading it. Undefined when it is not there either.
   */
  reloadedKeyById(keyId: string): SecretBytes | undefined {
    const now = performance.now();
    if (now - this.#lastReloadAt < RELOAD_PAUSE_MS) return undefined;
    this.#lastReloadAt = now;
    try {
      this.reload();
    } catch {
      // The file is being replaced or cannot be read: the value stays closed, which the caller reports.
      return undefined;
    }
    return this.keyById(keyId);
  }

  /** What keyed hashes are derived from; never changes. */
  get hashRoot(): SecretBytes {
    return this.#content.hashRoot;
  }

  /** All keys without their octets, oldest first. */
  status(): readonly KeyStatus[] {
    return this.#content.keys.map(({ id, createdAt }) => ({ id, createdAt, isCurrent: id === this.#content.current }));
  }

  /**
   * Adds a key, makes it the current one and replaces the file in one step. The other servers must reload before they
   * meet a value sealed with it, so distribute the file first where it is not shared.
   * @returns the new key's id
   * @throws DomainError `version_conflict` when another process is changing the file at this moment
   */
  rotate(now: Date): string {
    const added = freshKey(now, this.#random);
    this.#change((before) => ({ ...before, current: added.id, keys: [...before.keys, added] }));
    return added.id;
  }

  /**
   * Removes an old key, after no value is sealed with it any more.
   * @throws DomainError `invalid_request` for the current key, `not_found` for an unknown one
   */
  retire(keyId: string): void {
    this.#change((before) => ({ ...before, keys: withoutKey(before, keyId) }));
  }

  /** Reads the file again. True when the keys are other ones than before; when it throws, the old keys stay in use. */
  reload(): boolean {
    const before = fingerprint(this.#content);
    if (this.#path !== undefined) this.#content = readKeyFile(this.#path);
    return fingerprint(this.#content) !== before;
  }

  #change(change: (before: KeyFileContent) => KeyFileContent): void {
    this.#content = this.#path === undefined ? change(this.#content) : changeKeyFile(this.#path, change);
  }
}

function freshContent(now: Date, random: RandomSource): KeyFileContent {
  const key = freshKey(now, random);
  return { current: key.id, hashRoot: new SecretBytes(random.bytes(KEY_OCTETS)), keys: [key] };
}

/** The id begins with the day, which a person recognises, and ends in chance, so that two sites never share one. */
function freshKey(now: Date, random: RandomSource): StoredKey {
  const id = `${now.toISOString().slice(0, 10)}-${random.bytes(4).toString('hex')}`;
  return { id, key: new SecretBytes(random.bytes(KEY_OCTETS)), createdAt: now };
}

function withoutKey({ current, keys }: KeyFileContent, keyId: string): readonly StoredKey[] {
  if (keyId === current)
    throw new DomainError('invalid_request', `key ${keyId} is in use: rotate first, then retire it`);
  if (!keys.some(({ id }) => id === keyId)) throw new DomainError('not_found', `the key file has no key ${keyId}`);
  return keys.filter(({ id }) => id !== keyId);
}

function fingerprint({ current, keys }: KeyFileContent): string {
  return [current, ...keys.map(({ id }) => id)].join(' ');
}
