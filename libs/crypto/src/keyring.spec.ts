import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import { Keyring } from './keyring.ts';
import { Sealer } from './sealer.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-02-01T00:00:00Z');
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a key file', () => {
  it('is private from the first moment and is read again as it was written', () => {
    const created = Keyring.create(path, NOW);
    const opened = Keyring.open(path);
    expect(statSync(path).mode & 0o777).toBe(0o400);
    expect(opened.status()).toEqual(created.status());
    expect(opened.currentKey().key.equals(created.currentKey().key)).toBe(true);
    expect(opened.hashRoot.equals(created.hashRoot)).toBe(true);
  });

  it('is never replaced by a new one', () => {
    Keyring.create(path, NOW);
    const before = readFileSync(path, 'utf8');
    expect(() => Keyring.create(path, LATER)).toThrow('exists already');
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  it.each([0o644, 0o640, 0o604, 0o660, 0o440])('is refused when other accounts may use it (mode %o)', (mode) => {
    Keyring.create(path, NOW);
    chmodSync(path, mode);
    expect(() => Keyring.open(path)).toThrow('chmod 0400');
  });

  it.each([
    ['missing', undefined, 'does not exist'],
    ['not JSON', '{"keys": [hunter2', 'is not JSON'],
    ['another format', '{"format": 2}', 'unknown format'],
    ['without keys', '{"format": 1, "current": "a", "keys": []}', 'has no keys'],
    ['not an object', '"text"', 'is not a key file'],
  ])('is refused when it is %s', (_what, text, problem) => {
    if (text !== undefined) writeFileSync(path, text, { mode: 0o400 });
    expect(() => Keyring.open(path)).toThrow(problem);
    expect(() => Keyring.open(path)).not.toThrow('hunter2');
  });

  it.each([
    ['a short key', (file: KeyFile) => ({ ...file, keys: [{ ...file.keys[0], key: 'AAAA' }] }), '32 octets'],
    ['a current key it lacks', (file: KeyFile) => ({ ...file, current: 'other' }), 'has no such key'],
    ['one id twice', (file: KeyFile) => ({ ...file, keys: [file.keys[0], file.keys[0]] }), 'two keys'],
    ['a key without a date', (file: KeyFile) => ({ ...file, keys: [{ ...file.keys[0], createdAt: 1 }] }), 'createdAt'],
    ['a strange id', (file: KeyFile) => ({ ...file, current: '../x' }), 'not allowed'],
  ])('is refused when it has %s', (_what, spoil, problem) => {
    Keyring.create(path, NOW);
    const spoilt = JSON.stringify(spoil(JSON.parse(readFileSync(path, 'utf8')) as KeyFile));
    rmSync(path);
    writeFileSync(path, spoilt, { mode: 0o400 });
    expect(() => Keyring.open(path)).toThrow(problem);
  });
});

describe('rotation', () => {
  it('adds a key, keeps the older ones and writes the file for the others', () => {
    const keyring = Keyring.create(path, NOW);
    const older = keyring.currentKey().id;
    const other = Keyring.open(path);
    const newer = keyring.rotate(LATER);
    expect(keyring.status()).toEqual([
      { id: older, createdAt: NOW, isCurrent: false },
      { id: newer, createdAt: LATER, isCurrent: true },
    ]);
    expect(other.currentKey().id).toBe(older);
    expect([other.reload(), other.reload()]).toEqual([true, false]);
    expect(other.currentKey().id).toBe(newer);
    expect(statSync(path).mode & 0o777).toBe(0o400);
  });

  it('does not lose the key that another process added meanwhile', () => {
    const one = Keyring.create(path, NOW);
    const other = Keyring.open(path);
    const ids = [one.currentKey().id, one.rotate(LATER), other.rotate(LATER)];
    expect(other.status().map(({ id }) => id)).toEqual(ids);
  });

  it('lets a value open that another process sealed with a key made meanwhile', () => {
    const one = Keyring.create(path, NOW);
    const other = Keyring.open(path);
    one.rotate(LATER);
    const location = { table: 't', column: 'c', row: '1' };
    const sealed = new Sealer(one).seal(SecretBytes.fromText('seed'), location);
    expect(new Sealer(other).open(sealed, location).expose().toString()).toBe('seed');
  });

  it('reads the file for an unknown key at most once a second', () => {
    const keyring = Keyring.create(path, NOW);
    expect(keyring.reloadedKeyById('nowhere')).toBeUndefined();
    const added = Keyring.open(path).rotate(LATER);
    expect(keyring.reloadedKeyById(added)).toBeUndefined();
    expect(keyring.currentKey().id).not.toBe(added);
  });

  it('is refused while another process changes the file', () => {
    const keyring = Keyring.create(path, NOW);
    writeFileSync(`${path}.new`, '');
    expect(() => keyring.rotate(LATER)).toThrow('another process is changing');
    expect(keyring.status()).toHaveLength(1);
  });

  it('leaves root and keys alone when the file was damaged, and removes its lock', () => {
    const keyring = Keyring.create(path, NOW);
    chmodSync(path, 0o644);
    expect(() => keyring.rotate(LATER)).toThrow('chmod');
    expect(() => keyring.reload()).toThrow('chmod');
    expect(keyring.status()).toHaveLength(1);
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  it('keeps the root of the keyed hashes', () => {
    const keyring = Keyring.create(path, NOW);
    const root = Buffer.from(keyring.hashRoot.expose());
    keyring.rotate(LATER);
    expect(Keyring.open(path).hashRoot.expose()).toEqual(root);
  });
});

describe('retiring', () => {
  it('removes an old key, but neither the current nor an unknown one', () => {
    const keyring = Keyring.create(path, NOW);
    const older = keyring.currentKey().id;
    expect(() => keyring.retire(older)).toThrow('rotate first');
    keyring.rotate(LATER);
    keyring.retire(older);
    expect(Keyring.open(path).keyById(older)).toBeUndefined();
    expect(() => keyring.retire(older)).toThrow('has no key');
  });
});

interface KeyFile {
  readonly current: string;
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}
