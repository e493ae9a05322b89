import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CanonicalUserName, User } from '@countersign/domain';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { Directory } from './ports/directory.ts';
import type { LocalPasswordHasher, SecretOfUser } from './ports/local-password-hasher.ts';
import type { PasswordAnswer, PasswordQuestion } from './ports/password-verifier.ts';
import { VerifyPassword } from './verify-password.use-case.ts';

const now = Date.UTC(2026, 0, 1);

const alice: User = {
  id: '018f0000-0000-7000-8000-000000000001',
  version: 1,
  userName: 'alice' as CanonicalUserName,
  directoryName: undefined,
  contact: { firstName: '', lastName: '', mail: '' },
  isEnabled: true,
  groups: [],
  languages: {},
  defaultMethod: undefined,
  passwordHash: 'hash of sesame',
  pin: { hash: undefined, isChangeRequired: false, expiresAt: undefined },
  isOathPinMode: false,
  authenticators: [],
};

class DirectoryOfOne implements Directory {
  readonly asked: string[] = [];
  pretended = 0;
  answer: PasswordAnswer = { kind: 'verified' };

  async checkPassword(name: string): Promise<PasswordAnswer> {
    this.asked.push(name);
    return this.answer;
  }

  async pretend(): Promise<void> {
    this.pretended += 1;
  }

  status() {
    return [];
  }
}

class PlainHasher implements LocalPasswordHasher {
  readonly verified: { secret: SecretOfUser; stored: string | undefined }[] = [];
  failure: Error | undefined;

  async hash({ secret }: SecretOfUser): Promise<string> {
    return `hash of ${secret.expose().toString()}`;
  }

  async verify(secret: SecretOfUser, stored: string | undefined): Promise<boolean> {
    this.verified.push({ secret, stored });
    if (this.failure !== undefined) throw this.failure;
    return stored === (await this.hash(secret));
  }
}

describe('VerifyPassword', () => {
  let directory: DirectoryOfOne;
  let hasher: PlainHasher;
  let verifier: VerifyPassword;

  beforeEach(() => {
    directory = new DirectoryOfOne();
    hasher = new PlainHasher();
    verifier = new VerifyPassword(hasher, directory);
  });

  const ask = (password: string | Buffer, question: Partial<PasswordQuestion> = {}) =>
    verifier.verify({
      source: 'local',
      user: alice,
      password: new SecretBytes(Buffer.from(password)),
      deadlineAt: now + 5_000,
      now,
      ...question,
    });

  describe('with the local hash', () => {
    it('verifies the right password and refuses a wrong one', async () => {
      expect(await ask('sesame')).toEqual({ kind: 'verified' });
      expect(await ask('Sesame')).toEqual({ kind: 'refused', reason: 'password_wrong' });
    });

    it.each([
      ['nobody has the name', undefined],
      ['the user has no password', { ...alice, passwordHash: undefined }],
    ])('gives the answer and the work of a wrong password when %s', async (_, user) => {
      expect(await ask('sesame', { user })).toEqual({ kind: 'refused', reason: 'password_wrong' });
      expect(hasher.verified).toHaveLength(1);
    });

    it('refuses an empty password and one of more than 1 KiB without hashing', async () => {
      expect(await ask('')).toEqual({ kind: 'refused', reason: 'password_missing' });
      expect(await ask('x'.repeat(1025))).toEqual({ kind: 'refused', reason: 'password_wrong' });
      expect(hasher.verified).toHaveLength(0);
    });

    it('does not know when the hashing is not available', async () => {
      hasher.failure = new DomainError('unavailable', 'too many passwords are being checked at the moment');
      expect(await ask('sesame')).toEqual({ kind: 'unavailable', detail: hasher.failure.message });
    });

    it('does not hide a fault of ours', async () => {
      hasher.failure = new TypeError('fault');
      await expect(ask('sesame')).rejects.toThrow('fault');
    });

    it('never asks the directory, nor lets anybody in who is no user', async () => {
      const question = { user: undefined, unknownName: 'mallory' as CanonicalUserName };
      expect(await ask('sesame', question)).toEqual({ kind: 'refused', reason: 'password_wrong' });
      expect(directory.asked).toEqual([]);
    });
  });

  describe('with the directory', () => {
    it.each([
      [undefined, 'alice'],
      ['Alice.Example', 'Alice.Example'],
    ])('asks once for the name the directory knows (%s)', async (directoryName, asked) => {
      expect(await ask('sesame', { source: 'directory', user: { ...alice, directoryName } })).toEqual({
        kind: 'verified',
      });
      expect(directory.asked).toEqual([asked]);
      expect(hasher.verified).toEqual([]);
    });

    it.each([
      ['an empty password', Buffer.alloc(0), 'password_missing'],
      ['a password of one NUL', Buffer.alloc(1), 'password_missing'],
      ['a password of many NULs', Buffer.alloc(128), 'password_missing'],
      ['a password that begins with NUL', Buffer.from('\0sesame'), 'password_wrong'],
      ['a password with a NUL inside', Buffer.from('ses\0ame'), 'password_wrong'],
      ['a password of more than 1 KiB', Buffer.alloc(1025, 'x'), 'password_wrong'],
    ])('refuses %s before the wire', async (_, password, reason) => {
      expect(await ask(password, { source: 'directory' })).toEqual({ kind: 'refused', reason });
      expect(directory.asked).toEqual([]);
    });

    it('takes as long for nobody as for a wrong password, without asking the directory', async () => {
      expect(await ask('sesame', { source: 'directory', user: undefined })).toEqual({
        kind: 'refused',
        reason: 'password_wrong',
      });
      expect(directory.pretended).toBe(1);
      expect(directory.asked).toEqual([]);
    });

    it('asks for the name that was typed where people who are no users may pass', async () => {
      const question = { source: 'directory', user: undefined, unknownName: 'mallory' as CanonicalUserName } as const;
      expect(await ask('sesame', question)).toEqual({ kind: 'verified' });
      expect(directory.asked).toEqual(['mallory']);
      expect(await ask('', question)).toEqual({ kind: 'refused', reason: 'password_missing' });
    });

    it.each<PasswordAnswer>([
      { kind: 'refused', reason: 'directory_account_locked', detail: 'error 49, data 775' },
      { kind: 'unavailable', detail: 'no server of the directory answers' },
    ])('passes on what the directory says (%o)', async (answer) => {
      directory.answer = answer;
      expect(await ask('sesame', { source: 'directory' })).toEqual(answer);
    });
  });

  it('does not begin after the deadline', async () => {
    expect(await ask('sesame', { deadlineAt: now })).toMatchObject({ kind: 'unavailable' });
    expect(await ask('sesame', { deadlineAt: now - 1, source: 'directory' })).toMatchObject({ kind: 'unavailable' });
    expect([hasher.verified.length, directory.asked.length]).toEqual([0, 0]);
  });
});
