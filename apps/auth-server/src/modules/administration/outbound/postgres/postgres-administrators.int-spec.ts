import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { usersV1 } from '@countersign/contracts';
import { type AdministrationStack, anAdministrationStack, ask } from '../../../../__fixtures__/administration-stack.ts';
import type { AuthorizedCall, Principal } from '../../../../platform/principal.ts';

let stack: AdministrationStack;
beforeAll(async () => {
  stack = await anAdministrationStack();
});
beforeEach(async () => await stack.reset());
afterAll(async () => await stack.close());

async function aUser(userName: string, groups: string[] = []): Promise<string> {
  const { user } = await ask(stack.users.addUser, usersV1.AddUserRequest, { userName, groups });
  return user?.id ?? '';
}

async function appoint(userId: string, roleId: string, groups: readonly string[] | null = null): Promise<void> {
  await stack.database.query(
    "INSERT INTO administrators (user_id, role_id, scope_groups, added_by) VALUES ($1, $2, $3, 'test')",
    [userId, roleId, groups],
  );
}

/** The call of an administrator as the guard resolves it. */
async function callOf(userId: string): Promise<Partial<AuthorizedCall>> {
  const rights = await stack.administrators.find(userId);
  const principal: Principal = {
    surface: 'console',
    sessionKey: '00',
    userId,
    userName: 'somebody',
    level: 'full',
    provedAt: 0,
    provedById: '',
    ...(rights === undefined ? {} : { administrator: rights }),
  };
  return { principal };
}

describe('PostgresAdministrators', () => {
  it('knows nothing of a user without a role', async () => {
    const id = await aUser('alice');
    expect([await stack.administrators.find(id), await stack.administrators.assigned(id)]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('reads a built-in role with its scope', async () => {
    const id = await aUser('helen');
    await appoint(id, 'help_desk', ['paris']);
    expect(await stack.administrators.find(id)).toMatchObject({
      roleId: 'help_desk',
      roleName: 'Help desk',
      scope: { kind: 'groups', groups: ['paris'] },
    });
  });

  it('gives nothing to a disabled user and a suspended administrator, who stay administrators for the rules', async () => {
    const id = await aUser('olga');
    await appoint(id, 'owner');
    await stack.database.query("UPDATE administrators SET status = 'suspended'");
    expect(await stack.administrators.find(id)).toBeUndefined();
    await stack.database.query("UPDATE administrators SET status = 'active'");
    await stack.database.query('UPDATE users SET is_enabled = false');
    expect(await stack.administrators.find(id)).toBeUndefined();
    expect(await stack.administrators.assigned(id)).toMatchObject({ roleId: 'owner' });
  });
});

describe('who an administrator reaches', () => {
  it('is nobody outside of the groups: such a user does not exist', async () => {
    const helper = await aUser('helen');
    await appoint(helper, 'help_desk', ['paris']);
    await aUser('pierre', ['paris']);
    await aUser('louis', ['lyon']);
    const call = await callOf(helper);
    const unlock = async (user: string): Promise<unknown> =>
      await ask(stack.users.unlockUser, usersV1.UnlockUserRequest, { user }, call);
    await expect(unlock('pierre')).resolves.toEqual({});
    await expect(unlock('louis')).rejects.toMatchObject({ code: 'user_not_found' });
    await expect(ask(stack.users.getUser, usersV1.GetUserRequest, { user: 'louis' }, call)).rejects.toMatchObject({
      code: 'user_not_found',
    });
  });

  it('is no administrator for the help desk, nobody higher, and not oneself', async () => {
    const [helper, owner, administrator] = await Promise.all(['helen', 'olga', 'adam'].map((name) => aUser(name)));
    await appoint(helper ?? '', 'help_desk');
    await appoint(owner ?? '', 'owner');
    await appoint(administrator ?? '', 'administrator');
    const block = async (by: string | undefined, user: string): Promise<unknown> => {
      const call = await callOf(by ?? '');
      return await ask(stack.users.blockUser, usersV1.BlockUserRequest, { user, reason: 'lost' }, call);
    };
    const rule = (field: string) => ({ code: 'not_allowed', field });
    await expect(block(helper, 'adam')).rejects.toMatchObject(rule('administrator_account'));
    await expect(block(administrator, 'olga')).rejects.toMatchObject(rule('higher_role'));
    await expect(block(owner, 'olga')).rejects.toMatchObject(rule('own_account'));
    await expect(block(owner, 'adam')).resolves.toHaveProperty('blockedUntilMilliseconds');
  });

  it('cannot be widened by moving a user out of the scope or making one outside', async () => {
    const manager = await aUser('mona');
    await appoint(manager, 'user_manager', ['paris']);
    const call = await callOf(manager);
    const add = async (groups: string[]): Promise<unknown> =>
      await ask(stack.users.addUser, usersV1.AddUserRequest, { userName: 'new', groups }, call);
    await expect(add(['lyon'])).rejects.toMatchObject({ code: 'user_not_found' });
    await expect(add(['paris'])).resolves.toBeDefined();
  });

  it('has bypasses of an hour at most for the help desk', async () => {
    const helper = await aUser('helen');
    await appoint(helper, 'help_desk');
    await aUser('pierre');
    const call = await callOf(helper);
    const grant = async (durationSeconds: number): Promise<unknown> => {
      const message = { user: 'pierre', reason: 'lost phone', durationSeconds };
      return await ask(stack.users.grantOneTimeBypass, usersV1.GrantOneTimeBypassRequest, message, call);
    };
    await expect(grant(3601)).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(grant(3600)).resolves.toBeDefined();
  });

  it('keeps a user who is an administrator from being removed', async () => {
    await appoint(await aUser('olga'), 'owner');
    const remove = ask(stack.users.removeUser, usersV1.RemoveUserRequest, { user: 'olga' });
    await expect(remove).rejects.toMatchObject({ code: 'not_allowed', field: 'is_administrator' });
  });
});
