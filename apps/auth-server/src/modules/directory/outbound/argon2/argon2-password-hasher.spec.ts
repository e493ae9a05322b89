import { beforeAll, describe, expect, it } from '@jest/globals';
import { KeyedHash, SystemRandom } from '@countersign/crypto';
import { SecretBytes } from '@countersign/errors';
import { hash } from '@node-rs/argon2';
import type { SecretOfUser } from '../../application/ports/local-password-hasher.ts';
import { Argon2PasswordHasher } from './argon2-password-hasher.ts';

const keyedHash = (fill: number) => new KeyedHash(new SecretBytes(Buffer.alloc(32, fill)));
const random = new SystemRandom();
const aSecret = (over: Partial<SecretOfUser> = {}): SecretOfUser => ({
  kind: 'password',
  userId: 'alice',
  secret: SecretBytes.fromText('sesame'),
  ...over,
});

describe('Argon2PasswordHasher', () => {
  const hasher = new Argon2PasswordHasher(keyedHash(1), random);
  let stored: string;

  beforeAll(async () => {
    stored = await hasher.hash(aSecret());
  });

  it('makes a PHC string of argon2id with 19 MiB, two passes and one lane', () => {
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  });

  it('salts: the same password gives another hash', async () => {
    expect(await hasher.hash(aSecret())).not.toBe(stored);
  });

  it('knows the right password', async () => {
    expect(await hasher.verify(aSecret(), stored)).toBe(true);
  });

  it.each<[string, Partial<SecretOfUser>]>([
    ['another password', { secret: SecretBytes.fromText('Sesame') }],
    ['the hash in the row of another user', { userId: 'bob' }],
    ['the hash of a password used as that of a PIN', { kind: 'pin' }],
  ])('refuses %s', async (_, over) => {
    expect(await hasher.verify(aSecret(over), stored)).toBe(false);
  });

  it('is worth nothing without the key of the installation', async () => {
    expect(await new Argon2PasswordHasher(keyedHash(2), random).verify(aSecret(), stored)).toBe(false);
  });

  it('says no where nothing is stored, also for the password of the decoy', async () => {
    expect(await hasher.verify(aSecret(), undefined)).toBe(false);
  });

  it('refuses what is empty or longer than 1 KiB before it hashes', async () => {
    const long = aSecret({ secret: new SecretBytes(Buffer.alloc(1025, 'x')) });
    await expect(hasher.hash(long)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(hasher.verify(long, stored)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(hasher.hash(aSecret({ secret: SecretBytes.fromText('') }))).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it.each([
    ['no PHC string', 'sesame'],
    ['another function', '$2b$10$abcdefghijklmnopqrstuv'],
    [
      'a hash that would take all memory',
      '$argon2id$v=19$m=4194304,t=2,p=1$AQEBAQEBAQEBAQEBAQEBAQ$+m21d7tbteefuH7Lm+E+MLLzRJL8zllqwBoWL8clQi0',
    ],
  ])('calls %s in the database a fault, without quoting it', async (_, foreign) => {
    const failure = hasher.verify(aSecret(), foreign);
    await expect(failure).rejects.toMatchObject({ code: 'internal' });
    await expect(failure).rejects.not.toThrow(foreign);
  });

  it('refuses argon2i, which leaks less but resists less', async () => {
    const weak = await hash('sesame', { algorithm: 1, memoryCost: 64, timeCost: 1 });
    await expect(hasher.verify(aSecret(), weak)).rejects.toMatchObject({ code: 'internal' });
  });

  it('leaves the event loop free', async () => {
    const checks = Promise.all([1, 2, 3, 4].map(() => hasher.verify(aSecret(), stored)));
    let turns = 0;
    let isDone = false;
    const spin = (): void => {
      turns += 1;
      if (!isDone) setImmediate(spin);
    };
    spin();
    await checks;
    isDone = true;
    expect(turns).toBeGreaterThan(100);
  });

  it('turns away who would wait behind a full queue, in words', async () => {
    const narrow = new Argon2PasswordHasher(keyedHash(1), random, { concurrent: 1, waiting: 0 });
    const first = narrow.verify(aSecret(), stored);
    await expect(narrow.verify(aSecret(), stored)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    expect(await first).toBe(true);
  });

  it('gives up waiting when the time is over', async () => {
    const narrow = new Argon2PasswordHasher(keyedHash(1), random, { concurrent: 1, waiting: 5 });
    const first = narrow.verify(aSecret(), stored);
    const impatient = new AbortController();
    const second = narrow.verify(aSecret(), stored, impatient.signal);
    impatient.abort();
    await expect(second).rejects.toMatchObject({ code: 'unavailable' });
    expect(await first).toBe(true);
  });

  it('does the same work for nobody as for a user', async () => {
    await hasher.prepare();
    const time = async (against: string | undefined): Promise<number> => {
      const startedAt = process.cpuUsage();
      for (let round = 0; round < 10; round++) await hasher.verify(aSecret(), against);
      const { user, system } = process.cpuUsage(startedAt);
      return user + system;
    };
    const [forUser, forNobody] = [await time(stored), await time(undefined)];
    expect(forNobody / forUser).toBeGreaterThan(0.4);
    expect(forNobody / forUser).toBeLessThan(2.5);
  });
});
