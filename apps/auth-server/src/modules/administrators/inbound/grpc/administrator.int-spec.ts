import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { administratorsV1 as wire, usersV1 } from '@countersign/contracts';
import { type CallContext, type ServiceImplementation } from '@countersign/rpc';
import {
  type AdministrationStack,
  anAdministrationStack,
  ask,
  journaled,
  NOW,
} from '../../../../__fixtures__/administration-stack.ts';
import type { AuthorizedCall } from '../../../../platform/principal.ts';
import type { Approvals } from '../../../administration/index.ts';
import { administratorUseCases } from '../../application/administrator-use-cases.ts';
import { PostgresAdministratorRepository } from '../../outbound/postgres/postgres-administrator-repository.ts';
import { AdministratorGrpc } from './administrator.grpc.ts';

type Handlers = ServiceImplementation<typeof wire.AdministratorServiceDefinition>;

let stack: AdministrationStack;
let approvals: Approvals;
let handlers: Handlers;
beforeAll(async () => {
  stack = await anAdministrationStack();
  const { unitOfWork, router, finder: users, random, contexts, clock } = stack;
  const repository = new PostgresAdministratorRepository(router);
  approvals = stack.approvals;
  handlers = new AdministratorGrpc({
    useCases: administratorUseCases({ unitOfWork, administrators: repository, users, random }),
    repository,
    users,
    approvals,
    contexts,
    clock,
    recoveryCodes: () => Promise.resolve(['AAAA-BBBB']),
  }).handlers();
});
beforeEach(async () => await stack.reset());
afterAll(async () => await stack.close());

const everything = { isEverything: true, groups: [] };

async function aUser(userName: string): Promise<string> {
  const { user } = await ask(stack.users.addUser, usersV1.AddUserRequest, { userName });
  return user?.id ?? '';
}

/** A user with a role, given on the command line; answers their call. */
async function anAdministrator(user: string, roleId: string): Promise<Partial<AuthorizedCall>> {
  const userId = await aUser(user);
  await invite(user, roleId);
  return await callOf(user, userId);
}

async function callOf(userName: string, userId: string): Promise<Partial<AuthorizedCall>> {
  const administrator = await stack.administrators.find(userId);
  const session = { surface: 'console', sessionKey: '00', level: 'full', provedAt: NOW, provedById: '' } as const;
  return { principal: { ...session, userId, userName, administrator } };
}

async function invite(user: string, roleId: string, by: Partial<CallContext> = {}, scope: object = everything) {
  const message = { user, roleId, scope, reason: 'new colleague' };
  return await ask(handlers.inviteAdministrator, wire.InviteAdministratorRequest, message, by);
}

async function change(user: string, fields: object, by: Partial<CallContext> = {}) {
  const message = { user, roleId: 'auditor', scope: everything, reason: 'moved', ...fields };
  return await ask(handlers.changeAdministrator, wire.ChangeAdministratorRequest, message, by);
}

async function remove(user: string, by: Partial<CallContext> = {}) {
  return await ask(handlers.removeAdministrator, wire.RemoveAdministratorRequest, { user, reason: 'left' }, by);
}

const rule = (field: string) => ({ code: 'not_allowed', field });

describe('administrators', () => {
  it('are invited, changed and removed, each in the journal', async () => {
    const owner = await anAdministrator('olga', 'owner');
    await aUser('helen');
    const { administrator } = await invite('helen', 'help_desk', owner, { isEverything: false, groups: ['paris'] });
    expect(administrator).toMatchObject({ roleName: 'Help desk', scope: { isEverything: false, groups: ['paris'] } });
    await change('helen', { roleId: 'auditor', version: 1 }, owner);
    await remove('helen', owner);
    const actions = (await journaled(stack.database)).filter(({ action }) => action.startsWith('administrator_'));
    expect(actions.map(({ action }) => action)).toEqual([
      'administrator_added',
      'administrator_added',
      'administrator_changed',
      'administrator_removed',
    ]);
    expect(actions[2]?.details).toMatchObject({ actor: 'cli/ops-1 olga', roleBefore: 'help_desk', role: 'Auditor' });
  });

  it('refuses a version that somebody else has passed', async () => {
    const owner = await anAdministrator('olga', 'owner');
    await anAdministrator('helen', 'help_desk');
    await change('helen', { version: 1 }, owner);
    await expect(change('helen', { version: 1 }, owner)).rejects.toMatchObject({ code: 'version_conflict' });
  });

  it('never change their own rights, give more than they have, or reach higher', async () => {
    const owner = await anAdministrator('olga', 'owner');
    const administrator = await anAdministrator('adam', 'administrator');
    await aUser('new');
    await expect(change('olga', { roleId: 'auditor' }, owner)).rejects.toMatchObject(rule('own_rights'));
    await expect(remove('olga', owner)).rejects.toMatchObject(rule('own_rights'));
    await expect(invite('new', 'owner', administrator)).rejects.toMatchObject(rule('owners_only'));
    await expect(remove('olga', administrator)).rejects.toMatchObject(rule('higher_role'));
    await expect(invite('new', 'auditor', administrator)).resolves.toBeDefined();
  });

  it('keep the last Owner, whoever asks', async () => {
    await anAdministrator('olga', 'owner');
    await expect(remove('olga')).rejects.toMatchObject(rule('last_owner'));
    await expect(change('olga', { roleId: 'auditor' })).rejects.toMatchObject(rule('last_owner'));
    await expect(change('olga', { roleId: 'owner', isSuspended: true })).rejects.toMatchObject(rule('last_owner'));
    await anAdministrator('otto', 'owner');
    await expect(remove('olga')).resolves.toEqual({});
  });

  it('lists them with the reason why one cannot be changed', async () => {
    await anAdministrator('olga', 'owner');
    const adam = await anAdministrator('adam', 'administrator');
    await anAdministrator('helen', 'help_desk');
    const { administrators, owners } = await ask(handlers.listAdministrators, wire.ListAdministratorsRequest, {}, adam);
    const refusals = administrators.map(({ userName, changeRefusal }) => [userName, changeRefusal]);
    expect([owners, Object.fromEntries(refusals)]).toEqual([1, { adam: 'own_rights', helen: '', olga: 'higher_role' }]);
  });

  it('come back in by break-glass: no authenticator is left, and there are recovery codes', async () => {
    await anAdministrator('olga', 'owner');
    const answer = await ask(handlers.resetAdministrator, wire.ResetAdministratorRequest, { user: 'olga' });
    expect(answer).toEqual({ recoveryCodes: ['AAAA-BBBB'], removedAuthenticators: 0 });
    expect((await journaled(stack.database)).at(-1)?.action).toBe('administrator_reset');
  });
});

describe('own roles', () => {
  const role = { name: 'Front office', permissions: ['user.read', 'user.unlock'] };

  it('are made, given, changed while in use, and removed only when nobody has them', async () => {
    const owner = await anAdministrator('olga', 'owner');
    const { role: made } = await ask(handlers.createRole, wire.CreateRoleRequest, role, owner);
    const id = made?.id ?? '';
    const fiona = await aUser('fiona');
    await invite('fiona', id, owner, { isEverything: false, groups: ['paris'] });
    await ask(
      handlers.changeRole,
      wire.ChangeRoleRequest,
      { ...role, id, version: 1, permissions: ['user.read'] },
      owner,
    );
    expect([...((await stack.administrators.find(fiona))?.permissions ?? [])]).toEqual(['user.read']);
    const removeRole = async () => await ask(handlers.removeRole, wire.RemoveRoleRequest, { id }, owner);
    await expect(removeRole()).rejects.toMatchObject(rule('role_in_use'));
    await remove('fiona', owner);
    await expect(removeRole()).resolves.toEqual({});
  });

  it('cannot grow past a scope of groups, past its maker, or into the maker’s own', async () => {
    const owner = await anAdministrator('olga', 'owner');
    const adam = await anAdministrator('adam', 'administrator');
    const { role: made } = await ask(handlers.createRole, wire.CreateRoleRequest, role, owner);
    const id = made?.id ?? '';
    await aUser('fiona');
    await invite('fiona', id, owner, { isEverything: false, groups: ['paris'] });
    const grow = async (permissions: string[], by: Partial<CallContext>) =>
      await ask(handlers.changeRole, wire.ChangeRoleRequest, { ...role, id, permissions }, by);
    await expect(grow(['user.read', 'journal.read'], owner)).rejects.toMatchObject(rule('role_reaches_everything'));
    await expect(grow(['secret.export'], adam)).rejects.toMatchObject(rule('more_than_own'));
    await expect(grow(['no.such'], owner)).rejects.toMatchObject({ code: 'invalid_request', field: 'permissions' });
  });
});

describe('approvals', () => {
  const subject = { kind: 'users_removal', subject: 'a,b,c' } as const;
  const request = { ...subject, summary: { users: 3 }, reason: 'they left' };

  async function two() {
    const asks = await anAdministrator('olga', 'owner');
    const decides = await anAdministrator('adam', 'administrator');
    const contextOf = (call: Partial<AuthorizedCall>) => ({
      actor: 'test',
      now: stack.clock.time,
      principal: call.principal,
    });
    const { id } = await approvals.request(request, contextOf(asks));
    const decide = async (by: Partial<CallContext>, isApproved = true) =>
      await ask(handlers.decideApproval, wire.DecideApprovalRequest, { id, isApproved, reason: 'checked' }, by);
    const use = async (wanted: typeof subject | { kind: 'users_removal'; subject: string } = subject) =>
      await stack.unitOfWork.run({ actor: 'test', now: stack.clock.time }, async (tx) => {
        await approvals.use(tx, id, wanted, contextOf(asks));
        return {};
      });
    return { asks, decides, decide, use, id };
  }

  it('let the one who asked do exactly that, once', async () => {
    const { decides, decide, use } = await two();
    await expect(use()).rejects.toMatchObject(rule('approval_waiting'));
    await decide(decides);
    await expect(use({ kind: 'users_removal', subject: 'a,b,c,d' })).rejects.toMatchObject(rule('approval_required'));
    await expect(use()).resolves.toEqual({});
    await expect(use()).rejects.toMatchObject(rule('approval_used'));
  });

  it('are never given by the one who asked', async () => {
    const { asks, decide } = await two();
    await expect(decide(asks)).rejects.toMatchObject(rule('own_request'));
  });

  it('end after a quarter of an hour, and with a rejection', async () => {
    const { decides, decide, use } = await two();
    await decide(decides, false);
    await expect(use()).rejects.toMatchObject(rule('approval_rejected'));
    await stack.reset();
    const second = await two();
    stack.clock.time += 15 * 60_000;
    await expect(second.decide(second.decides)).rejects.toMatchObject(rule('approval_expired'));
  });

  it('are listed for those who decide', async () => {
    const { decides } = await two();
    const list = await ask(handlers.listApprovals, wire.ListApprovalsRequest, {}, decides);
    expect(list.approvals).toMatchObject([
      { kind: 'users_removal', state: 'waiting', isOwn: false, summary: '{"users":3}' },
    ]);
  });
});
