import { authenticatorsV1 as wire, usersV1 } from '@countersign/contracts';
import { decodeBase32, hotpValue } from '@countersign/domain';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AdministrationStack,
  anAdministrationStack,
  ask,
  journaled,
  NOW,
} from '../../../../__fixtures__/administration-stack.ts';
import type { AuthorizedCall, Principal } from '../../../../platform/principal.ts';
import { authenticatorUseCases } from '../../application/authenticator-use-cases.ts';
import { PostgresAuthenticatorRepository } from '../../outbound/postgres/postgres-authenticator-repository.ts';
import { PostgresTokenList } from '../../outbound/postgres/postgres-token-list.ts';
import { RedisAcceptedFloors } from '../../outbound/redis/redis-accepted-floors.ts';
import { AuthenticatorAdministrationGrpc } from './authenticator-administration.grpc.ts';

const SEED_TEXT = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const SEED = decodeBase32(SEED_TEXT) ?? Buffer.alloc(0);
const FILE = `serial_number,secret,interval,type,user_name
A100,${SEED_TEXT},30,totp,alice
A101,${SEED_TEXT},30,totp,
B200,${SEED_TEXT},0,hotp,bob
B201,not base32!,30,totp,
`;

describe('tokens', () => {
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
    await ask(stack.users.addUser, usersV1.AddUserRequest, { userName: 'alice', groups: ['Paris'] });
    await ask(stack.users.addUser, usersV1.AddUserRequest, { userName: 'bob', groups: ['Lyon'] });
  });

  const load = async (over: object = {}) =>
    await ask(service.importAuthenticators, wire.ImportAuthenticatorsRequest, {
      format: 'oath_csv',
      content: Buffer.from(FILE),
      ...over,
    });
  const list = async (over: object = {}, context: Partial<CallContext> = {}) =>
    await ask(service.listTokens, wire.ListTokensRequest, over, context);
  const serials = async (over: object = {}, context: Partial<CallContext> = {}) =>
    (await list(over, context)).tokens.map(({ serialNumber }) => serialNumber);
  const parisOnly = (): Partial<AuthorizedCall> => ({ principal: aPrincipalOf('Paris') });

  it('takes the good lines of a file only when told to leave out the bad one', async () => {
    expect(await load({ dryRun: true })).toMatchObject({ added: 0, failed: 1 });
    expect(await load()).toMatchObject({ added: 0, failed: 1 });
    expect(await serials()).toEqual([]);
    const { added, failed, rows } = await load({ skipFailed: true });
    expect({ added, failed }).toEqual({ added: 3, failed: 1 });
    expect(rows.filter(({ problem }) => problem !== '')).toMatchObject([{ line: 5, serialNumber: 'B201' }]);
    expect(await serials()).toEqual(['A100', 'A101', 'B200']);
  });

  it('lists page by page, by serial number, owner, kind and state', async () => {
    await load({ skipFailed: true });
    const first = await list({ limit: 2 });
    expect(first).toMatchObject({ total: 3, tokens: [{ serialNumber: 'A100', userName: 'alice' }, { userName: '' }] });
    expect(await serials({ limit: 2, cursor: first.nextCursor })).toEqual(['B200']);
    expect(await serials({ search: 'a1' })).toEqual(['A100', 'A101']);
    expect(await serials({ search: 'BOB' })).toEqual(['B200']);
    expect(await serials({ search: '%' })).toEqual([]);
    expect(await serials({ kind: 'hotp' })).toEqual(['B200']);
    expect(await serials({ state: 'unassigned' })).toEqual(['A101']);
    expect((await list({ kind: 'hotp' })).tokens[0]).toMatchObject({ periodSeconds: 0, digits: 6, driftSteps: 0 });
    await expect(list({ cursor: 'rubbish' })).rejects.toMatchObject({ code: 'invalid_request', field: 'cursor' });
  });

  it('gives a lost token an end and its user another one, in one step', async () => {
    await load({ skipFailed: true });
    const request = { authenticator: 'A100', replacementSerialNumber: 'A101', reason: 'lost on the train' };
    await ask(service.replaceAuthenticator, wire.ReplaceAuthenticatorRequest, request);
    expect((await list({ search: 'alice' })).tokens).toMatchObject([
      { serialNumber: 'A100', state: 'revoked' },
      { serialNumber: 'A101', state: 'active' },
    ]);
    expect(JSON.stringify(await journaled(stack.database))).toContain('lost on the train');
    await expect(
      ask(service.replaceAuthenticator, wire.ReplaceAuthenticatorRequest, { ...request, authenticator: 'B200' }),
    ).rejects.toMatchObject({ code: 'authenticator_already_bound', field: 'replacement_serial_number' });
  });

  it('switches a token off and on, puts it back into stock, and removes it from there', async () => {
    await load({ skipFailed: true });
    const set = async (state: string) =>
      await ask(service.setAuthenticatorState, wire.SetAuthenticatorStateRequest, { authenticator: 'A100', state });
    await set('suspended');
    expect(await serials({ state: 'suspended' })).toEqual(['A100']);
    await set('active');
    expect(await serials({ state: 'suspended' })).toEqual([]);
    const remove = async () =>
      await ask(service.removeAuthenticator, wire.RemoveAuthenticatorRequest, { authenticator: 'A100' });
    await expect(remove()).rejects.toMatchObject({ code: 'not_allowed' });
    await ask(service.unassignAuthenticator, wire.UnassignAuthenticatorRequest, { authenticator: 'A100' });
    expect(await serials({ state: 'unassigned' })).toEqual(['A100', 'A101']);
    await remove();
    expect(await serials()).toEqual(['A101', 'B200']);
  });

  it('finds a device again by two codes, and says that they were used when they come again', async () => {
    await load({ skipFailed: true });
    const step = Math.floor(NOW / 30_000) + 4;
    const code = (at: number) => hotpValue(SEED, at, 'SHA1', 6);
    const request = { user: 'alice', authenticator: 'A100', firstCode: code(step), secondCode: code(step + 1) };
    const resync = async () => await ask(service.resyncAuthenticator, wire.ResyncAuthenticatorRequest, request);
    expect((await resync()).drift).not.toBe(0);
    expect((await list({ search: 'A100' })).tokens[0]?.driftSteps).not.toBe(0);
    await expect(resync()).rejects.toMatchObject({ code: 'invalid_request', field: 'first_code' });
  });

  it('hides tokens of users outside the scope, from the list and from every change', async () => {
    await load({ skipFailed: true });
    expect(await serials({}, parisOnly())).toEqual(['A100', 'A101']);
    const bobs = { authenticator: 'B200', state: 'suspended' };
    await expect(
      ask(service.setAuthenticatorState, wire.SetAuthenticatorStateRequest, bobs, parisOnly()),
    ).rejects.toMatchObject({ code: 'authenticator_not_found' });
    const file = { format: 'oath_csv', content: Buffer.from(FILE) };
    await expect(
      ask(service.importAuthenticators, wire.ImportAuthenticatorsRequest, file, parisOnly()),
    ).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

function aPrincipalOf(group: string): Principal {
  return {
    surface: 'console',
    sessionKey: 'a1',
    userId: '0198c0de-0000-7000-8000-000000000001',
    userName: 'helper',
    level: 'full',
    provedAt: 0,
    provedById: '',
    administrator: {
      roleId: 'r',
      roleName: 'Help desk',
      permissions: new Set(['token.read', 'token.write']),
      scope: { kind: 'groups', groups: [group] },
    },
  };
}
