import { usersV1 } from '@countersign/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AdministrationStack,
  anAdministrationStack,
  ask,
  contentsOf,
  journaled,
  NOW,
} from '../../../../__fixtures__/administration-stack.ts';

describe('UserAdministrationService', () => {
  let stack: AdministrationStack;

  beforeAll(async () => {
    stack = await anAdministrationStack();
  });
  afterAll(async () => await stack.close());
  beforeEach(async () => await stack.reset());

  const add = async (message: object, context = {}) => {
    const { user } = await ask(stack.users.addUser, usersV1.AddUserRequest, message, context);
    if (user === undefined) throw new Error('no user in the answer');
    return user;
  };
  const get = async (user: string) => (await ask(stack.users.getUser, usersV1.GetUserRequest, { user })).user;
  const alice = { userName: 'Alice', aliases: ['CONTOSO\\alice'], groups: ['vpn', 'staff'], mail: 'alice@example.com' };

  it('adds a user with everything it was given, under one canonical name', async () => {
    const user = await add({
      ...alice,
      phone: '+41 79 123 45 67',
      password: 'correct horse',
      languages: { text: 'fr' },
      tags: ['x'],
      defaultMethod: 'totp',
    });
    expect(user).toMatchObject({
      userName: 'alice',
      aliases: ['contoso\\alice'],
      groups: ['staff', 'vpn'],
      languages: { text: 'fr' },
      isEnabled: true,
      hasPassword: true,
      hasPin: false,
      version: 1,
      createdAtMilliseconds: NOW,
      authenticators: [{ kind: 'phone', phone: '+41 *******67', state: 'active', boundAtMilliseconds: NOW }],
    });
    const [entry] = await journaled(stack.database);
    expect(entry).toMatchObject({ action: 'user_added', details: { actor: 'cli/ops-1 anna' } });
    expect(JSON.stringify(await journaled(stack.database))).not.toContain('correct horse');
  });

  it('finds a user by every name, in any spelling, and by id', async () => {
    const { id } = await add(alice);
    for (const name of ['alice', 'ALICE', 'contoso\\ALICE', id, id.toUpperCase()])
      expect((await get(name))?.id).toBe(id);
    await expect(get('fabrikam\\alice')).rejects.toMatchObject({ code: 'user_not_found', field: 'user' });
  });

  it('never lets a name lead to two users', async () => {
    await add(alice);
    for (const message of [
      { userName: 'ALICE' },
      { userName: 'bob', aliases: ['alice'] },
      { userName: 'contoso\\alice' },
    ]) {
      await expect(add(message)).rejects.toMatchObject({ code: 'already_exists' });
    }
  });

  it('lets one of two win who take a name at the same moment', async () => {
    const results = await Promise.allSettled([add({ userName: 'carol' }), add({ userName: 'Carol' })]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'already_exists' } });
  });

  it('gives a repeated request the same answer and adds nothing', async () => {
    const context = { idempotencyKey: 'key-12345678' };
    const first = await add(alice, context);
    expect(await add(alice, context)).toEqual(first);
    await expect(add({ ...alice, mail: 'other@example.com' }, context)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(await journaled(stack.database)).toHaveLength(1);
  });

  it('replaces what the mask names and nothing else, and raises the version before anybody can use it', async () => {
    const { id, version } = await add(alice);
    const fields = { firstName: 'Alice', groups: ['admins'], isEnabled: false, mail: 'ignored@example.com' };
    const updateMask = ['first_name', 'groups', 'is_enabled'];
    const { user } = await ask(stack.users.updateUser, usersV1.UpdateUserRequest, {
      user: id,
      version,
      updateMask,
      fields,
    });
    expect(user).toMatchObject({
      firstName: 'Alice',
      groups: ['admins'],
      isEnabled: false,
      mail: alice.mail,
      version: version + 1,
    });
    expect(stack.fence.versions.get(id)).toBe(version + 1);
    await expect(
      ask(stack.users.updateUser, usersV1.UpdateUserRequest, { user: id, version, updateMask, fields }),
    ).rejects.toMatchObject({ code: 'version_conflict' });
  });

  it('renames a user, clears a method, and frees the names given up', async () => {
    await add({ ...alice, defaultMethod: 'totp' });
    const fields = { userName: 'alice.new', aliases: [], defaultMethod: '' };
    const updateMask = ['user_name', 'aliases', 'default_method'];
    await ask(stack.users.updateUser, usersV1.UpdateUserRequest, { user: 'alice', updateMask, fields });
    expect(await get('alice.new')).toMatchObject({ aliases: [], defaultMethod: '' });
    await expect(get('alice')).rejects.toMatchObject({ code: 'user_not_found' });
    expect((await add({ userName: 'alice' })).userName).toBe('alice');
  });

  it('removes a user with everything they had', async () => {
    const { id } = await add({ ...alice, phone: '+41791234567' });
    await ask(stack.users.removeUser, usersV1.RemoveUserRequest, { user: 'alice' });
    expect(await stack.database.query('SELECT id FROM authenticators')).toEqual([]);
    expect(stack.fence.versions.get(id)).toBe(2);
    expect((await journaled(stack.database)).map(({ action }) => action)).toEqual(['user_added', 'user_removed']);
  });

  it('changes nothing while the fence cannot be raised', async () => {
    await add(alice);
    const before = await contentsOf(stack.database);
    stack.fence.isDown = true;
    const request = { user: 'alice', updateMask: ['is_enabled'], fields: { isEnabled: false } };
    await expect(ask(stack.users.updateUser, usersV1.UpdateUserRequest, request)).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(await contentsOf(stack.database)).toEqual(before);
  });

  it('sets and removes a password', async () => {
    await add(alice);
    await ask(stack.users.setUserPassword, usersV1.SetUserPasswordRequest, {
      user: 'alice',
      password: 'a new password',
    });
    expect(await get('alice')).toMatchObject({ hasPassword: true, version: 2 });
    await ask(stack.users.setUserPassword, usersV1.SetUserPasswordRequest, { user: 'alice' });
    expect(await get('alice')).toMatchObject({ hasPassword: false, version: 3 });
  });

  it('makes a PIN, and shows the same one to a repeat of the request', async () => {
    await add(alice);
    const context = { idempotencyKey: 'pin-12345678' };
    const request = { user: 'alice', useOathPinMode: true, isChangeRequired: true };
    const { generatedPin } = await ask(stack.users.setUserPin, usersV1.SetUserPinRequest, request, context);
    expect(generatedPin).toMatch(/^\d{6}$/);
    expect(await ask(stack.users.setUserPin, usersV1.SetUserPinRequest, request, context)).toEqual({ generatedPin });
    expect(await get('alice')).toMatchObject({ hasPin: true, isOathPinMode: true, isPinChangeRequired: true });
    expect(JSON.stringify(await stack.database.query('SELECT response FROM idempotency_keys'))).not.toContain(
      generatedPin,
    );
  });

  it('refuses PINs that the rules refuse, and those used before', async () => {
    await add({ ...alice, phone: '+41791234567' });
    const setPin = async (pin: string) => {
      stack.clock.time += 1000;
      return await ask(stack.users.setUserPin, usersV1.SetUserPinRequest, { user: 'alice', pin });
    };
    for (const pin of ['12', '1112', '4567', '3456', '2580', 'abcd']) {
      await expect(setPin(pin)).rejects.toMatchObject({ code: 'invalid_request', field: 'pin' });
    }
    for (const pin of ['3961', '9146', '7052']) expect(await setPin(pin)).toEqual({ generatedPin: '' });
    for (const pin of ['7052', '3961']) await expect(setPin(pin)).rejects.toMatchObject({ field: 'pin' });
  });

  it('pages through users in the order of their names', async () => {
    for (const userName of ['dora', 'anna', 'carl', 'bert', 'emil']) await add({ userName });
    const names: string[] = [];
    let pageToken = '';
    do {
      const page = await ask(stack.users.listUsers, usersV1.ListUsersRequest, { pageSize: 2, pageToken });
      names.push(...page.users.map((user) => user.userName));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(names).toEqual(['anna', 'bert', 'carl', 'dora', 'emil']);
  });

  it.each([
    [{ search: 'li' }, ['alice', 'charlie']],
    [{ search: 'CONTOSO' }, ['alice']],
    [{ search: 'alice@' }, ['alice']],
    [{ search: 'a_' }, []],
    [{ search: '%' }, []],
    [{ group: 'vpn' }, ['alice']],
    [{ state: 'disabled' }, ['charlie']],
    [{ state: 'enabled', search: 'bo' }, ['bob']],
  ])('finds with %j: %j', async (filter, expected) => {
    await add(alice);
    await add({ userName: 'bob' });
    await add({ userName: 'charlie', isDisabled: true });
    const { users } = await ask(stack.users.listUsers, usersV1.ListUsersRequest, filter);
    expect(users.map(({ userName }) => userName)).toEqual(expected);
  });

  it('blocks for the company setting, and shows users without standing while Redis is away', async () => {
    await add(alice);
    const { blockedUntilMilliseconds } = await ask(stack.users.blockUser, usersV1.BlockUserRequest, {
      user: 'alice',
      reason: 'lost phone',
    });
    expect(blockedUntilMilliseconds).toBe(NOW + 90 * 86_400_000);
    expect(await get('alice')).toMatchObject({ standing: { isBlocked: true, blockReason: 'lost phone' } });
    stack.standings.isDown = true;
    expect(await get('alice')).toMatchObject({ userName: 'alice', standing: undefined });
    await expect(ask(stack.users.unlockUser, usersV1.UnlockUserRequest, { user: 'alice' })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('grants a bypass for the time given, in the name of the operator', async () => {
    await add(alice);
    const request = { user: 'alice', reason: 'new phone', durationSeconds: 60 };
    const { bypassUntilMilliseconds } = await ask(
      stack.users.grantOneTimeBypass,
      usersV1.GrantOneTimeBypassRequest,
      request,
    );
    expect(bypassUntilMilliseconds).toBe(NOW + 60_000);
    expect(stack.standings.commands).toEqual([{ what: 'bypass', actor: 'cli/ops-1 anna', reason: 'new phone' }]);
  });

  describe('import', () => {
    const load = async (text: string, over: object = {}) =>
      await ask(stack.users.importUsers, usersV1.ImportUsersRequest, { csv: Buffer.from(text), ...over });
    const FILE =
      'user_name,aliases,mail,groups,phone\nalice,CONTOSO\\alice,a@example.com,vpn|staff,+41791234567\nbob,,b@example.com,,\n';

    it('shows the plan and changes nothing on a trial', async () => {
      const before = await contentsOf(stack.database);
      expect(await load(FILE, { dryRun: true })).toMatchObject({ added: 2, failed: 0 });
      expect(await contentsOf(stack.database)).toEqual(before);
    });

    it('adds all users, or none when one line is wrong', async () => {
      expect(await load(`${FILE}carol,,nonsense,,\n`)).toMatchObject({ added: 2, failed: 1 });
      expect(await stack.database.query('SELECT id FROM users')).toEqual([]);
      expect(await load(FILE)).toMatchObject({ added: 2, failed: 0 });
      expect(await get('contoso\\alice')).toMatchObject({
        userName: 'alice',
        groups: ['staff', 'vpn'],
        authenticators: [{ kind: 'phone' }],
      });
    });

    it('updates what the file says of users that exist, and keeps the rest', async () => {
      await load(FILE);
      const counts = await load('user_name,groups\nalice,admins\nbob,\ndora,\n', { onExisting: 'update' });
      expect(counts).toMatchObject({ added: 1, updated: 2 });
      expect(await get('alice')).toMatchObject({
        groups: ['admins'],
        mail: 'a@example.com',
        aliases: ['contoso\\alice'],
        version: 2,
      });
      expect(await load(FILE, { onExisting: 'skip' })).toMatchObject({ skipped: 2 });
      expect(await load(FILE)).toMatchObject({ failed: 2 });
    });

    it('takes ten thousand users in seconds', async () => {
      const lines = Array.from({ length: 10_000 }, (_, i) => `user${i},U${i}\\x,u${i}@example.com,g${i % 10},`);
      expect(await load(`user_name,aliases,mail,groups,phone\n${lines.join('\n')}\n`)).toMatchObject({ added: 10_000 });
      expect(await get('u9999\\x')).toMatchObject({ userName: 'user9999', groups: ['g9'] });
    });
  });
});
