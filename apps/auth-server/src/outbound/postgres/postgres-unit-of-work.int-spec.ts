import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Keyring, Sealer, SystemRandom } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import type { TestDatabase } from '@countersign/testing';
import type { CommandContext } from '../../platform/command-context.ts';
import type { Transaction } from '../../platform/database.ts';
import { aMigratedDatabase, aRouterTo, type RouterHandle, until } from './__fixtures__/databases.ts';
import { InMemoryUserVersionFence } from './__fixtures__/in-memory-user-version-fence.ts';
import { PostgresUnitOfWork } from './postgres-unit-of-work.ts';

const NOW = Date.UTC(2026, 2, 1, 12);
const ALICE = '0198c0de-0000-7000-8000-00000000a11c';

describe('PostgresUnitOfWork', () => {
  let database: TestDatabase;
  let handle: RouterHandle;
  let fence: InMemoryUserVersionFence;
  let unitOfWork: PostgresUnitOfWork;
  let usersChanged: number;

  beforeAll(async () => {
    database = await aMigratedDatabase();
    handle = aRouterTo(database);
    await handle.router.start();
  });
  afterAll(async () => {
    handle.close();
    await database.drop();
  });
  beforeEach(async () => {
    await database.query('INSERT INTO users (id, user_name, version) VALUES ($1, $2, 9)', [ALICE, 'alice']);
    fence = new InMemoryUserVersionFence();
    usersChanged = 0;
    unitOfWork = new PostgresUnitOfWork({
      database: handle.router,
      fence,
      sealer: new Sealer(Keyring.inMemory(new Date(NOW))),
      random: new SystemRandom(),
      logger: silentLogger(),
      instance: 'auth-1',
      onUsersChanged: () => {
        usersChanged += 1;
      },
    });
  });
  afterEach(async () => {
    await database.query('TRUNCATE users, journal_pending, idempotency_keys, settings CASCADE');
  });

  const context = (over: Partial<CommandContext> = {}): CommandContext => ({
    actor: 'cli/ops-1 anna',
    now: NOW,
    ...over,
  });
  const keyed = (key: string, request = 'request'): CommandContext =>
    context({ idempotencyKey: key, requestHash: createHash('sha256').update(request).digest('hex') });
  const set = (key: string) => async (tx: Transaction) => {
    await tx.manager.query(`INSERT INTO settings (key, value) VALUES ($1, '1')`, [key]);
    return { key };
  };
  const disableAlice = async (tx: Transaction): Promise<number> => {
    await tx.manager.query('UPDATE users SET is_enabled = false WHERE id = $1', [ALICE]);
    tx.journal({ action: 'user_disabled', userId: ALICE, userName: 'alice', details: { note: 'a\0b' } });
    return await tx.bumpUser(ALICE);
  };
  const alice = async () =>
    (await database.query<{ version: string; is_enabled: boolean }>('SELECT version, is_enabled FROM users'))[0];
  const pending = async () => await database.query<{ event: unknown }>('SELECT event FROM journal_pending ORDER BY id');

  it('commits the change with its journal entry and raises the fence first', async () => {
    expect(await unitOfWork.run(context(), disableAlice)).toBe(10);
    expect(await alice()).toEqual({ version: '10', is_enabled: false });
    expect(fence.versions.get(ALICE)).toBe(10);
    expect(usersChanged).toBe(1);
    expect(await pending()).toEqual([
      {
        event: {
          eventId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
          occurredAt: NOW,
          kind: 'change',
          userId: ALICE,
          userName: 'alice',
          server: 'auth-1',
          details: { action: 'user_disabled', actor: 'cli/ops-1 anna', note: 'ab' },
          outcome: 'done',
          reason: '',
        },
      },
    ]);
  });

  it('keeps neither change nor entry when the function throws', async () => {
    const attempt = unitOfWork.run(context(), async (tx) => {
      await disableAlice(tx);
      throw new DomainError('version_conflict', 'no');
    });
    await expect(attempt).rejects.toMatchObject({ code: 'version_conflict' });
    expect([await alice(), await pending(), fence.versions.size, usersChanged]).toEqual([
      { version: '9', is_enabled: true },
      [],
      0,
      0,
    ]);
  });

  it('refuses the change when sign-ins cannot be told of it', async () => {
    fence.isDown = true;
    await expect(unitOfWork.run(context(), disableAlice)).rejects.toMatchObject({ code: 'unavailable' });
    expect([await alice(), await pending()]).toEqual([{ version: '9', is_enabled: true }, []]);
  });

  it('takes the fence back when the change fails after it was raised', async () => {
    await database.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'at commit'; END $$`);
    await database.query(`
      CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON journal_pending DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await expect(unitOfWork.run(context(), disableAlice)).rejects.toThrow('at commit');
    await until(() => fence.versions.get(ALICE) === 9);
    await database.query('DROP FUNCTION refuse CASCADE');
    expect(await alice()).toEqual({ version: '9', is_enabled: true });
  });

  it('bumps a user once however often it is asked to', async () => {
    const versions = await unitOfWork.run(context(), async (tx) => [
      await tx.bumpUser(ALICE),
      await tx.bumpUser(ALICE),
    ]);
    expect(versions).toEqual([10, 10]);
  });

  it('does not bump a user who is gone', async () => {
    const attempt = unitOfWork.run(context(), async (tx) => await tx.bumpUser('0198c0de-0000-7000-8000-000000000000'));
    await expect(attempt).rejects.toMatchObject({ code: 'user_not_found' });
  });

  describe('with an idempotency key', () => {
    it('returns the first answer to a repeat and changes nothing', async () => {
      const secret = { secretBase32: 'JBSWY3DPEHPK3PXP' };
      const first = await unitOfWork.run(keyed('k1'), async (tx) => ({ ...(await set('a')(tx)), ...secret }));
      const again = await unitOfWork.run(keyed('k1'), async () => await Promise.reject(new Error('ran again')));
      expect(again).toEqual(first);
      const [row] = await database.query<{ text: string }>('SELECT k::text AS text FROM idempotency_keys k');
      expect(row?.text).not.toContain(secret.secretBase32);
    });

    it('refuses the key for another request', async () => {
      await unitOfWork.run(keyed('k1'), set('a'));
      const other = unitOfWork.run(keyed('k1', 'another'), set('b'));
      await expect(other).rejects.toMatchObject({ code: 'invalid_request', field: 'idempotency-key' });
    });

    it('keeps the keys of different callers apart', async () => {
      await unitOfWork.run(keyed('k1'), set('a'));
      const other = await unitOfWork.run({ ...keyed('k1'), actor: 'portal/1' }, set('b'));
      expect(other).toEqual({ key: 'b' });
    });

    it('runs once when the same request arrives many times at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, async () => await unitOfWork.run(keyed('k1'), set('once'))),
      );
      expect(new Set(answers.map(({ key }) => key))).toEqual(new Set(['once']));
      expect(await database.query('SELECT key FROM settings')).toEqual([{ key: 'once' }]);
    });

    it('forgets the key of a change that failed', async () => {
      await expect(unitOfWork.run(keyed('k1'), async () => await Promise.reject(new Error('no')))).rejects.toThrow(
        'no',
      );
      expect(await unitOfWork.run(keyed('k1'), set('a'))).toEqual({ key: 'a' });
    });

    it('gives back an answer that is empty', async () => {
      await unitOfWork.run(keyed('k1'), async () => await Promise.resolve(undefined));
      expect(await unitOfWork.run(keyed('k1'), async () => await Promise.reject(new Error('again')))).toBeUndefined();
    });

    it.each(['', ' ', 'a b', 'é', 'k'.repeat(201), 'a\0'])('refuses the key %j', async (key) => {
      await expect(unitOfWork.run(keyed(key), set('a'))).rejects.toMatchObject({ code: 'invalid_request' });
    });
  });

  it('tries again after a deadlock', async () => {
    await database.query(`INSERT INTO settings (key, value) VALUES ('x', '0'), ('y', '0')`);
    const add = (key: string) => `UPDATE settings SET value = to_jsonb((value)::int + 1) WHERE key = '${key}'`;
    let waiting = 2;
    let meet: () => void = () => undefined;
    const met = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const both = (first: string, second: string) => async (tx: Transaction) => {
      await tx.manager.query(add(first));
      waiting -= 1;
      if (waiting <= 0) meet();
      await met;
      await tx.manager.query(add(second));
    };
    await Promise.all([unitOfWork.run(context(), both('x', 'y')), unitOfWork.run(context(), both('y', 'x'))]);
    expect(await database.query('SELECT value FROM settings')).toEqual([{ value: 2 }, { value: 2 }]);
  });
});
