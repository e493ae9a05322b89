import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Keyring, Sealer, uuidv7, SystemRandom } from '@countersign/crypto';
import type { CanonicalUserName } from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import type { TestDatabase } from '@countersign/testing';
import {
  aMigratedDatabase,
  aRouterTo,
  type RouterHandle,
} from '../../../../outbound/postgres/__fixtures__/databases.ts';
import { PostgresSignInUsers } from './postgres-sign-in-users.ts';

const random = new SystemRandom();
const id = (): string => uuidv7(new Date('2026-03-01T12:00:00Z'), random);
const names = (...texts: string[]): CanonicalUserName[] => texts as CanonicalUserName[];

describe('PostgresSignInUsers', () => {
  const sealer = new Sealer(Keyring.inMemory(new Date('2026-03-01')));
  let database: TestDatabase;
  let handle: RouterHandle;
  let users: PostgresSignInUsers;

  beforeAll(async () => {
    database = await aMigratedDatabase();
    handle = aRouterTo(database);
    await handle.router.start();
    users = new PostgresSignInUsers({
      database: handle.router,
      sealer,
      logger: silentLogger(),
      pinExpiryDays: () => 30,
    });
  });
  afterAll(async () => {
    handle.close();
    await database.drop();
  });

  async function add(name: string, aliases: readonly string[] = []): Promise<string> {
    const userId = id();
    await database.query('INSERT INTO users (id, user_name, version) VALUES ($1, $2, 10)', [userId, name]);
    for (const [each, kind] of [[name, 'user_name'], ...aliases.map((alias) => [alias, 'alias'])]) {
      await database.query('INSERT INTO user_names VALUES ($1, $2, $3)', [each, userId, kind]);
    }
    return userId;
  }

  async function bind(userId: string, kind: string, over: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const authenticatorId = id();
    const place = { table: 'authenticators', column: 'secret_sealed', row: authenticatorId };
    const row = {
      id: authenticatorId,
      user_id: userId,
      kind,
      secret_sealed: kind.endsWith('otp') ? sealer.seal(SecretBytes.fromText(`seed of ${userId}`), place) : null,
      parameters: {},
      ...over,
    };
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`).join(', ');
    await database.query(`INSERT INTO authenticators (${columns.join(', ')}) VALUES (${places})`, Object.values(row));
    return authenticatorId;
  }

  it('reads a whole user, with opened seeds and numbers that are numbers', async () => {
    const alice = await add('alice', ['alice@contoso.example', 'contoso\\alice']);
    await database.query(
      `UPDATE users SET directory_name = 'al', password_hash = '$p', pin_hash = '$q', pin_changed_at = '2026-01-01Z',
        oath_pin_mode = true, default_method = 'totp', languages = '{"text": "fr"}' WHERE id = $1`,
      [alice],
    );
    await database.query(`INSERT INTO user_groups VALUES ($1, 'vpn'), ($1, 'admins')`, [alice]);
    const totp = await bind(alice, 'totp', {
      parameters: { algorithm: 'SHA256', digits: 8, periodSeconds: 60 },
      drift_steps: -1,
      last_accepted: '59026800',
    });
    const hotp = await bind(alice, 'hotp', { last_accepted: '10' });
    const phone = await bind(alice, 'phone', { parameters: { number: '+41791234567', extension: '12' } });
    const paper = await bind(alice, 'recovery_codes');
    const [spent, left] = [id(), id()];
    await database.query(`INSERT INTO recovery_codes VALUES ($1, $3, 'spent', now()), ($2, $3, 'left', NULL)`, [
      spent,
      left,
      paper,
    ]);
    await bind(alice, 'totp', { state: 'revoked' });
    await bind(alice, 'totp', { state: 'pending' });

    const found = await users.findByNames(names('alice', 'contoso\\alice', 'nobody'));
    expect([...found.keys()].sort()).toEqual(['alice', 'contoso\\alice']);
    const user = found.get('alice');
    expect(user).toBe(found.get('contoso\\alice'));
    expect(user).toEqual({
      id: alice,
      version: 10,
      userName: 'alice',
      directoryName: 'al',
      contact: { firstName: '', lastName: '', mail: '' },
      isEnabled: true,
      groups: ['admins', 'vpn'],
      languages: { text: 'fr' },
      defaultMethod: 'totp',
      passwordHash: '$p',
      pin: { hash: '$q', isChangeRequired: false, expiresAt: Date.UTC(2026, 0, 31) },
      isOathPinMode: true,
      authenticators: expect.anything(),
    });
    const seed = expect.any(SecretBytes);
    const byId = new Map(user?.authenticators.map((each) => [each.id, each]));
    expect(byId.size).toBe(4);
    const active = { state: 'active' };
    expect(byId.get(totp)).toEqual({
      ...active,
      id: totp,
      kind: 'totp',
      seed,
      algorithm: 'SHA256',
      digits: 8,
      periodSeconds: 60,
      driftSteps: -1,
      lastAcceptedTimeStep: 59_026_800,
    });
    expect(byId.get(hotp)).toEqual({
      ...active,
      id: hotp,
      kind: 'hotp',
      seed,
      algorithm: 'SHA1',
      digits: 6,
      lastAcceptedCounter: 10,
    });
    expect(byId.get(phone)).toEqual({
      ...active,
      id: phone,
      kind: 'phone',
      phone: { number: '+41791234567', extension: '12' },
    });
    expect(byId.get(paper)).toEqual({
      ...active,
      id: paper,
      kind: 'recovery_codes',
      codes: [{ id: left, hash: Buffer.from('left') }],
    });
    const opened = byId.get(totp);
    expect(opened?.kind === 'totp' && opened.seed.equals(SecretBytes.fromText(`seed of ${alice}`))).toBe(true);
  });

  it('finds by id, from a copy or from the master', async () => {
    const bob = await add('bob');
    expect((await users.findByIds([bob, id()])).get(bob)?.userName).toBe('bob');
    expect((await users.findByNames(names('bob'), { fromPrimary: true })).get('bob')?.id).toBe(bob);
    expect((await users.findByIds([])).size).toBe(0);
  });

  it('leaves out an authenticator that was altered or moved, and keeps the others', async () => {
    const carol = await add('carol');
    const good = await bind(carol, 'totp');
    const [other] = await database.query<{ sealed: Buffer }>(
      'SELECT secret_sealed AS sealed FROM authenticators WHERE id = $1',
      [good],
    );
    await bind(carol, 'totp', { secret_sealed: other?.sealed });
    await bind(carol, 'totp', { secret_sealed: null });
    const user = (await users.findByNames(names('carol'))).get('carol');
    expect(user?.authenticators.map((each) => each.id)).toEqual([good]);
  });

  it('answers the others of a batch when one name cannot be the name of anybody', async () => {
    await add('dave');
    const hostile = ['\0', 'a\0b', '\ud800', 'x'.repeat(1_000_000), '%', "' OR 1=1 --"];
    expect([...(await users.findByNames(names(...hostile, 'dave'))).keys()]).toEqual(['dave']);
    expect((await users.findByNames(names('\0'))).size).toBe(0);
  });
});
