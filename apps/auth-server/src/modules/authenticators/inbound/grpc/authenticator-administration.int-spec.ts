import { authenticatorsV1 as wire, usersV1 } from '@countersign/contracts';
import { decodeBase32, hotpValue, normalizeRecoveryCode, timeStep } from '@countersign/domain';
import type { ServiceImplementation } from '@countersign/rpc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AdministrationStack,
  anAdministrationStack,
  ask,
  contentsOf,
  journaled,
  NOW,
} from '../../../../__fixtures__/administration-stack.ts';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import { RECOVERY_CODE_LABEL } from '../../../authentication/index.ts';
import { authenticatorUseCases } from '../../application/authenticator-use-cases.ts';
import { seedLocation } from '../../application/ports/authenticator-repository.ts';
import { PostgresAuthenticatorRepository } from '../../outbound/postgres/postgres-authenticator-repository.ts';
import { PostgresTokenList } from '../../outbound/postgres/postgres-token-list.ts';
import { RedisAcceptedFloors } from '../../outbound/redis/redis-accepted-floors.ts';
import { PLAIN_HOTP, PRE_SHARED_KEY, PRE_SHARED_KEY_HEX } from '../files/__fixtures__/rfc6030.ts';
import { AuthenticatorAdministrationGrpc } from './authenticator-administration.grpc.ts';

const SEED_TEXT = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const SEED = decodeBase32(SEED_TEXT) ?? Buffer.alloc(0);

describe('AuthenticatorAdministrationService', () => {
  let stack: AdministrationStack;
  let service: ServiceImplementation<typeof wire.AuthenticatorAdministrationServiceDefinition>;

  beforeAll(async () => {
    stack = await anAdministrationStack();
    const { unitOfWork, finder: users, secrets, keyedHash, random } = stack;
    const authenticators = new PostgresAuthenticatorRepository(stack.router);
    const floors = new RedisAcceptedFloors(stack.redis);
    const tokens = new PostgresTokenList(stack.router);
    const useCases = authenticatorUseCases({
      ...{ unitOfWork, authenticators, floors, tokens, users, secrets, keyedHash, random },
    });
    service = new AuthenticatorAdministrationGrpc(useCases, stack.contexts).handlers();
  });
  afterAll(async () => await stack.close());
  beforeEach(async () => {
    await stack.reset();
    await ask(stack.users.addUser, usersV1.AddUserRequest, { userName: 'alice' });
    await ask(stack.users.addUser, usersV1.AddUserRequest, { userName: 'bob' });
  });

  const addTotp = async (over: object = {}, context = {}) =>
    await ask(service.addTotp, wire.AddTotpRequest, { user: 'alice', ...over }, context);
  const alice = async () => (await ask(stack.users.getUser, usersV1.GetUserRequest, { user: 'alice' })).user;
  const row = async (id: string) =>
    (
      await stack.database.query<{
        secret_sealed: Buffer;
        sealed_with: string;
        drift_steps: number;
        last_accepted: string;
      }>('SELECT * FROM authenticators WHERE id = $1', [id])
    )[0];
  const code = (step: number) => hotpValue(SEED, step, 'SHA1', 6);

  it('makes a seed, seals it for its row, and shows it once', async () => {
    const { authenticatorId, otpauthUri, secretBase32 } = await addTotp({ name: 'phone' });
    expect(otpauthUri).toBe(
      `otpauth://totp/Countersign:alice?secret=${secretBase32}&issuer=Countersign&algorithm=SHA1&digits=6&period=30`,
    );
    const stored = await row(authenticatorId);
    const opened = stack.sealer.open(stored?.secret_sealed ?? Buffer.alloc(0), seedLocation(authenticatorId));
    expect(opened.expose()).toEqual(decodeBase32(secretBase32));
    expect(stored?.sealed_with).toBe(stack.keyring.currentKey().id);
    expect(await alice()).toMatchObject({ version: 2, authenticators: [{ kind: 'totp', name: 'phone' }] });
    expect(JSON.stringify(await journaled(stack.database))).not.toContain(secretBase32);
  });

  it('shows the same seed to a repeat of the request and keeps it nowhere in clear', async () => {
    const context = { idempotencyKey: 'totp-12345678' };
    const first = await addTotp({}, context);
    expect(await addTotp({}, context)).toEqual(first);
    expect((await alice())?.authenticators).toHaveLength(1);
    const kept = JSON.stringify(await stack.database.query('SELECT response FROM idempotency_keys'));
    expect(kept).not.toContain(first.secretBase32);
  });

  it('adds a phone once', async () => {
    const request = { user: 'alice', phone: '+41 79 123 45 67' };
    await ask(service.addPhone, wire.AddPhoneRequest, request);
    await expect(ask(service.addPhone, wire.AddPhoneRequest, request)).rejects.toMatchObject({
      code: 'already_exists',
    });
  });

  it('replaces all recovery codes, and stores them as keyed hashes', async () => {
    const create = async () =>
      (await ask(service.createRecoveryCodes, wire.CreateRecoveryCodesRequest, { user: 'alice', count: 3 })).codes;
    await create();
    const codes = await create();
    expect(await alice()).toMatchObject({ authenticators: [{ kind: 'recovery_codes', recoveryCodesLeft: 3 }] });
    const hashes = codes.map((each) =>
      stack.keyedHash.hash(RECOVERY_CODE_LABEL, normalizeRecoveryCode(each) ?? '').toString('hex'),
    );
    const stored = await stack.database.query<{ code_hash: Buffer }>('SELECT code_hash FROM recovery_codes');
    expect(stored.map(({ code_hash: hash }) => hash.toString('hex')).sort()).toEqual(hashes.sort());
  });

  describe('import', () => {
    const load = async (content: string, over: object = {}) =>
      await ask(service.importAuthenticators, wire.ImportAuthenticatorsRequest, {
        format: 'pskc',
        content: Buffer.from(content),
        ...over,
      });

    it('keeps a token for later, then assigns it once', async () => {
      const file = PRE_SHARED_KEY;
      expect(await load(file, { preSharedKeyHex: PRE_SHARED_KEY_HEX })).toMatchObject({ added: 1, failed: 0 });
      const assign = async (user: string) =>
        await ask(service.assignAuthenticator, wire.AssignAuthenticatorRequest, { serialNumber: '987654321', user });
      const { authenticatorId } = await assign('alice');
      const stored = await row(authenticatorId);
      expect(
        stack.sealer
          .open(stored?.secret_sealed ?? Buffer.alloc(0), seedLocation(authenticatorId))
          .expose()
          .toString(),
      ).toBe('12345678901234567890');
      expect(stored?.last_accepted).toBe('-1');
      await expect(assign('bob')).rejects.toMatchObject({ code: 'authenticator_already_bound' });
      expect(await alice()).toMatchObject({
        version: 2,
        authenticators: [{ kind: 'hotp', serialNumber: '987654321' }],
      });
    });

    it('binds a token to the user that the file names, and refuses one that nobody is', async () => {
      const forAlice = PLAIN_HOTP.replace('UID=jsmith', 'UID=Alice');
      expect(await load(PLAIN_HOTP)).toMatchObject({ failed: 1, rows: [{ problem: 'There is no user "jsmith".' }] });
      expect(await load(forAlice, { dryRun: true })).toMatchObject({ added: 1 });
      expect((await alice())?.authenticators).toEqual([]);
      expect(await load(forAlice)).toMatchObject({ added: 1 });
      expect((await alice())?.authenticators).toHaveLength(1);
      expect(await load(forAlice)).toMatchObject({
        failed: 1,
        rows: [{ problem: expect.stringContaining('exists already') }],
      });
    });

    it('takes all lines of a CSV file or none', async () => {
      const lines = `1001,${SEED_TEXT},30\n1002,${SEED_TEXT},60\n`;
      const csv = { format: 'oath_csv' };
      expect(await load(`${lines}1002,${SEED_TEXT},30\n`, csv)).toMatchObject({ failed: 1 });
      expect(await stack.database.query('SELECT id FROM authenticators')).toEqual([]);
      expect(await load(lines, csv)).toMatchObject({ added: 2 });
    });
  });

  describe('resync', () => {
    const step = timeStep(NOW, 30);
    const resync = async (first: string, second: string) =>
      await ask(service.resyncAuthenticator, wire.ResyncAuthenticatorRequest, {
        user: 'alice',
        firstCode: first,
        secondCode: second,
      });

    it('finds a clock that is an hour ahead, and uses both codes up', async () => {
      const { authenticatorId } = await addTotp({ secretBase32: SEED_TEXT });
      expect(await resync(code(step + 120), code(step + 121))).toEqual({ drift: 121 });
      expect(await row(authenticatorId)).toMatchObject({ drift_steps: 121, last_accepted: String(step + 121) });
      expect(await stack.redis.client.get(redisKeys.lastAccepted(authenticatorId))).toBe(String(step + 121));
      await expect(resync(code(step + 120), code(step + 121))).rejects.toMatchObject({
        code: 'invalid_request',
        field: 'first_code',
      });
    });

    it('never goes back behind what a sign-in accepted, which only Redis may know', async () => {
      const { authenticatorId } = await addTotp({ secretBase32: SEED_TEXT });
      await stack.redis.client.set(redisKeys.lastAccepted(authenticatorId), String(step + 10));
      await expect(resync(code(step + 9), code(step + 10))).rejects.toMatchObject({ field: 'first_code' });
      expect(await resync(code(step + 11), code(step + 12))).toEqual({ drift: 12 });
    });

    it('gives a repeat of the request its answer although the codes are used', async () => {
      await addTotp({ secretBase32: SEED_TEXT });
      const request = { user: 'alice', firstCode: code(step + 5), secondCode: code(step + 6) };
      const again = async () =>
        await ask(service.resyncAuthenticator, wire.ResyncAuthenticatorRequest, request, {
          idempotencyKey: 'resync-123',
        });
      expect([await again(), await again()]).toEqual([{ drift: 6 }, { drift: 6 }]);
    });

    it('refuses while the memory of used codes is lost', async () => {
      await addTotp({ secretBase32: SEED_TEXT });
      await stack.redis.client.del(redisKeys.generation);
      await expect(resync(code(step), code(step + 1))).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('asks which one when the user has two', async () => {
      await addTotp();
      await addTotp();
      await expect(resync('123456', '234567')).rejects.toMatchObject({ field: 'authenticator' });
    });
  });

  it('removes one authenticator of the user, never of another', async () => {
    const { authenticatorId } = await addTotp();
    const remove = async (user: string) =>
      await ask(service.removeAuthenticator, wire.RemoveAuthenticatorRequest, { user, authenticator: authenticatorId });
    await expect(remove('bob')).rejects.toMatchObject({ code: 'authenticator_not_found' });
    await remove('alice');
    expect(await alice()).toMatchObject({ version: 3, authenticators: [] });
  });

  it.each([
    ['seven digits', 'addTotp', { user: 'alice', digits: 7 }, 'digits'],
    ['a period of a second', 'addTotp', { user: 'alice', periodSeconds: 1 }, 'period_seconds'],
    ['an unknown algorithm', 'addTotp', { user: 'alice', algorithm: 'MD5' }, 'algorithm'],
    ['a seed that is not Base32', 'addTotp', { user: 'alice', secretBase32: '01890189' }, 'secret_base32'],
    ['a short seed', 'addTotp', { user: 'alice', secretBase32: 'GEZDGNBV' }, 'secret_base32'],
    ['a name with a NUL', 'addTotp', { user: 'alice', name: 'a\0b' }, 'name'],
    ['no phone', 'addPhone', { user: 'alice' }, 'phone'],
    ['too many recovery codes', 'createRecoveryCodes', { user: 'alice', count: 1000 }, 'count'],
    ['an unknown format', 'importAuthenticators', { format: 'xlsx', content: Buffer.from('x') }, 'format'],
    ['an empty file', 'importAuthenticators', { format: 'pskc' }, 'content'],
    [
      'a key of odd length',
      'importAuthenticators',
      { format: 'pskc', content: Buffer.from('x'), preSharedKeyHex: 'abc' },
      'pre_shared_key_hex',
    ],
    [
      'a file with a document type',
      'importAuthenticators',
      { format: 'pskc', content: Buffer.from('<!DOCTYPE a><a/>') },
      'content',
    ],
    ['codes that are none', 'resyncAuthenticator', { user: 'alice', firstCode: 'abc', secondCode: '1' }, 'first_code'],
    ['no authenticator', 'removeAuthenticator', { user: 'alice' }, 'authenticator'],
    ['no serial number', 'assignAuthenticator', { user: 'alice' }, 'serial_number'],
  ] as const)('refuses %s, names the field and changes nothing', async (_what, method, message, field) => {
    const before = await contentsOf(stack.database);
    const codec = wire[`${method[0]?.toUpperCase()}${method.slice(1)}Request` as 'AddTotpRequest'];
    const refusal = ask(service[method] as typeof service.addTotp, codec, message);
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_request', field });
    expect(await contentsOf(stack.database)).toEqual(before);
  });
});
