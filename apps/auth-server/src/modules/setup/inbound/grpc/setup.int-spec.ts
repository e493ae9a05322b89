import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setupV1 as wire, usersV1 } from '@countersign/contracts';
import { decodeBase32, hotpValue, timeStep } from '@countersign/domain';
import type { ServiceImplementation } from '@countersign/rpc';
import {
  type AdministrationStack,
  anAdministrationStack,
  ask,
  journaled,
  NOW,
} from '../../../../__fixtures__/administration-stack.ts';
import { CreateFirstAdministrator } from '../../application/create-first-administrator.use-case.ts';
import { SetupProgressKeeper } from '../../application/setup-progress.ts';
import { SetupTokens } from '../../application/setup-tokens.ts';
import { PostgresSetupStore } from '../../outbound/postgres/postgres-setup-store.ts';
import { SetupGrpc } from './setup.grpc.ts';

let stack: AdministrationStack;
let tokens: SetupTokens;
let handlers: ServiceImplementation<typeof wire.SetupServiceDefinition>;
const settings = new Map<string, string>();

beforeAll(async () => {
  stack = await anAdministrationStack();
  const { unitOfWork, router, random, contexts, clock, joined, keyedHash } = stack;
  const store = new PostgresSetupStore(router);
  tokens = new SetupTokens({ unitOfWork, store, random });
  const administrators = stack.administratorRepository;
  handlers = new SetupGrpc({
    tokens,
    keeper: new SetupProgressKeeper(unitOfWork, store),
    first: new CreateFirstAdministrator({ unitOfWork, store, ...joined, administrators, keyedHash }),
    contexts,
    clock,
    setSetting: (key, value) => Promise.resolve(settings.set(key, value)),
    addRadiusClient: () => Promise.resolve('a shared secret'),
    diagnose: () => Promise.resolve([{ subject: 'Postgres', state: 'ok', detail: 'fine', remedy: '' }]),
  }).handlers();
});
beforeEach(async () => {
  await stack.reset();
  settings.clear();
});
afterAll(async () => await stack.close());

const context = () => ({ actor: 'test', now: stack.clock.time });

async function aSession(): Promise<{ session: string }> {
  const { token } = await ask(handlers.createSetupToken, wire.CreateSetupTokenRequest, {});
  return await ask(handlers.exchangeSetupToken, wire.ExchangeSetupTokenRequest, { token });
}

async function stateFor(by: { session?: string }) {
  return await ask(handlers.getSetupState, wire.GetSetupStateRequest, {}, by);
}

const anna = { userName: 'Anna', firstName: 'Anna', lastName: 'Meier', mail: '', password: 'correct horse battery' };

async function codeFor(by: { session: string }, userName = 'anna'): Promise<string> {
  const { secretBase32 } = await ask(
    handlers.startFirstAuthenticator,
    wire.StartFirstAuthenticatorRequest,
    { userName },
    by,
  );
  const seed = decodeBase32(secretBase32);
  if (seed === undefined) throw new Error('no base 32');
  return hotpValue(seed, timeStep(stack.clock.time, 30), 'SHA1', 6);
}

async function create(by: { session: string }, code: string) {
  return await ask(handlers.createFirstAdministrator, wire.CreateFirstAdministratorRequest, { ...anna, code }, by);
}

describe('the set-up token', () => {
  it('is made for an empty installation once, and only its hash is kept', async () => {
    const token = (await tokens.createFirst(context())) ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(await tokens.createFirst(context())).toBeUndefined();
    const dump = JSON.stringify(await stack.database.query('SELECT s::text FROM setup s'));
    expect(dump).not.toContain(token);
  });

  it('is exchanged by one browser, once', async () => {
    const { token } = await ask(handlers.createSetupToken, wire.CreateSetupTokenRequest, {});
    const exchange = async (given: string) =>
      await ask(handlers.exchangeSetupToken, wire.ExchangeSetupTokenRequest, { token: given });
    await expect(exchange(`${token.slice(0, -1)}~`)).rejects.toMatchObject({ code: 'not_allowed' });
    const first = await exchange(` ${token} `);
    await expect(exchange(token)).rejects.toMatchObject({ code: 'not_allowed', field: 'setup_token' });
    expect([(await stateFor(first)).isAuthorized, (await stateFor({ session: 'another' })).isAuthorized]).toEqual([
      true,
      false,
    ]);
  });

  it('of the command line shuts out a browser that had begun', async () => {
    const before = await aSession();
    await aSession();
    expect((await stateFor(before)).isAuthorized).toBe(false);
  });
});

describe('the first administrator', () => {
  it('is an Owner with a proved authenticator and recovery codes', async () => {
    const by = await aSession();
    const { recoveryCodes } = await create(by, await codeFor(by));
    expect(recoveryCodes).toHaveLength(10);
    const { user } = await ask(stack.users.getUser, usersV1.GetUserRequest, { user: 'anna' });
    expect(user?.authenticators.map(({ kind, state }) => [kind, state])).toEqual(
      expect.arrayContaining([
        ['totp', 'active'],
        ['recovery_codes', 'active'],
      ]),
    );
    expect(await stack.administrators.find(user?.id ?? '')).toMatchObject({ roleId: 'owner' });
    const actions = (await journaled(stack.database)).map(({ action }) => action);
    expect(actions.slice(-4)).toEqual([
      'user_added',
      'authenticator_added',
      'administrator_added',
      'recovery_codes_created',
    ]);
  });

  it('has used the code that proved the app', async () => {
    const by = await aSession();
    await create(by, await codeFor(by));
    const rows = await stack.database.query<{ last_accepted: string }>(
      "SELECT last_accepted FROM authenticators WHERE kind = 'totp'",
    );
    expect(Number(rows[0]?.last_accepted)).toBe(timeStep(NOW, 30));
  });

  it('is not made with a wrong code: nothing is left behind', async () => {
    const by = await aSession();
    const code = await codeFor(by);
    await expect(create(by, code === '000000' ? '000001' : '000000')).rejects.toMatchObject({ field: 'code' });
    expect(await stack.database.query('SELECT 1 FROM users')).toEqual([]);
    await expect(create(by, code)).resolves.toBeDefined();
  });

  it('is only one, however often it is asked for', async () => {
    const by = await aSession();
    const code = await codeFor(by);
    const tried = await Promise.allSettled([create(by, code), create(by, code)]);
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await stack.database.query('SELECT 1 FROM administrators')).toHaveLength(1);
  });

  it('sees the same secret after a reload', async () => {
    const by = await aSession();
    expect(await codeFor(by)).toBe(await codeFor(by));
    expect(await codeFor(await aSession())).toBeDefined();
  });
});

describe('set-up', () => {
  it('goes on where it was, and closes for ever', async () => {
    const by = await aSession();
    const company = { name: 'Contoso', language: 'fr', timeZone: 'Europe/Paris' };
    await ask(handlers.setCompany, wire.SetCompanyRequest, company, by);
    expect(await stateFor(by)).toMatchObject({ step: 'administrator', companyName: 'Contoso', language: 'fr' });
    expect(settings.get('portal.organisation')).toBe('Contoso');
    const complete = async () => await ask(handlers.completeSetup, wire.CompleteSetupRequest, {}, by);
    await expect(complete()).rejects.toMatchObject({ code: 'not_allowed' });
    await create(by, await codeFor(by));
    await ask(handlers.saveSetupStep, wire.SaveSetupStepRequest, { step: 'checks' }, by);
    await ask(handlers.saveSetupStep, wire.SaveSetupStepRequest, { step: 'radius', isSkipped: true }, by);
    expect(await stateFor(by)).toMatchObject({ step: 'summary', skippedSteps: ['radius'], administrator: 'anna' });
    await complete();
    expect(await stateFor(by)).toMatchObject({ isOpen: false, isAuthorized: false, companyName: '' });
  });

  it('answers not_found to everything once it is closed, and gives no token any more', async () => {
    const by = await aSession();
    await create(by, await codeFor(by));
    await ask(handlers.completeSetup, wire.CompleteSetupRequest, {}, by);
    const calls = [
      ask(handlers.exchangeSetupToken, wire.ExchangeSetupTokenRequest, { token: 'x' }, by),
      ask(handlers.setCompany, wire.SetCompanyRequest, { name: 'X', timeZone: 'UTC' }, by),
      ask(handlers.startFirstAuthenticator, wire.StartFirstAuthenticatorRequest, { userName: 'x' }, by),
      create(by, '123456'),
      ask(handlers.checkInstallation, wire.CheckInstallationRequest, {}, by),
      ask(handlers.addFirstRadiusClient, wire.AddFirstRadiusClientRequest, { applicationName: 'x', network: 'y' }, by),
      ask(handlers.saveSetupStep, wire.SaveSetupStepRequest, { step: 'checks' }, by),
      ask(handlers.completeSetup, wire.CompleteSetupRequest, {}, by),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'not_found' });
    const again = ask(handlers.createSetupToken, wire.CreateSetupTokenRequest, {});
    await expect(again).rejects.toMatchObject({ code: 'not_allowed', field: 'has_administrator' });
  });

  it('is closed where the command line made an administrator', async () => {
    const { user } = await ask(stack.users.addUser, usersV1.AddUserRequest, { userName: 'olga' });
    await stack.database.query("INSERT INTO administrators (user_id, role_id, added_by) VALUES ($1, 'owner', 'cli')", [
      user?.id,
    ]);
    expect(await stateFor({})).toMatchObject({ isOpen: false });
  });

  it('needs the browser that began for every step', async () => {
    await aSession();
    const steps = [
      ask(handlers.setCompany, wire.SetCompanyRequest, { name: 'X', timeZone: 'UTC' }),
      ask(handlers.checkInstallation, wire.CheckInstallationRequest, {}, { session: 'stolen' }),
      ask(handlers.completeSetup, wire.CompleteSetupRequest, {}),
    ];
    for (const step of steps) await expect(step).rejects.toMatchObject({ code: 'sign_in_required' });
    expect(settings.size).toBe(0);
  });
});
