import { userDirectoryV1 as wire, usersV1 } from '@countersign/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  aCall,
  type AdministrationStack,
  anAdministrationStack,
  ask,
  journaled,
  NOW,
} from '../../../../__fixtures__/administration-stack.ts';
import type { AuthorizedCall } from '../../../../platform/principal.ts';
import { anAdministrator } from './__fixtures__/console-principal.ts';

const DAY_MS = 86_400_000;

describe('UserDirectoryService: search', () => {
  let stack: AdministrationStack;
  beforeAll(async () => {
    stack = await anAdministrationStack();
  });
  afterAll(async () => await stack.close());
  beforeEach(async () => {
    await stack.reset();
    await addEverybody();
  });

  const add = async (message: object) => {
    const { user } = await ask(stack.users.addUser, usersV1.AddUserRequest, message);
    if (user === undefined) throw new Error('no user in the answer');
    return user;
  };
  const addEverybody = async () => {
    await add({
      userName: 'helene.lefevre',
      firstName: 'Hélène',
      lastName: 'Lefèvre-Ozkan',
      groups: ['VPN users'],
      phone: '+33612345678',
      mail: 'h.lefevre@contoso.fr',
    });
    await add({
      userName: 'lukasz',
      firstName: 'Łukasz',
      lastName: "O'Brien",
      aliases: ['CONTOSO\\luk'],
      groups: ['Straße', 'VPN users'],
      tags: ['vip'],
    });
    await add({ userName: 'sorensen', firstName: 'Søren', lastName: 'Große', groups: ['VPN'], isDisabled: true });
    await add({ userName: 'user41', mail: 'anna@example.com' });
  };
  const search = async (request: object, context = {}) =>
    await ask(stack.directory.searchUsers, wire.SearchUsersRequest, { withTotal: true, ...request }, context);
  const found = async (query: string, context = {}) =>
    (await search({ query }, context)).users.map(({ user }) => user?.userName);

  it.each([
    ['helene', ['helene.lefevre']],
    ['HÉL lef', ['helene.lefevre']],
    ['ozk', ['helene.lefevre']],
    ['elene', []],
    ['"hel"', []],
    ['"Helene"', ['helene.lefevre']],
    ['lukasz', ['lukasz']],
    ['luk', ['lukasz']],
    ['contoso\\luk', ['lukasz']],
    ["o'bri", ['lukasz']],
    ['soren grosse', ['sorensen']],
    ['anna@ex', ['user41']],
    ['h.lefevre@contoso.fr', ['helene.lefevre']],
    ['+33 6 12 34', ['helene.lefevre']],
    ['06 12 34', ['helene.lefevre']],
    ['612345678', ['helene.lefevre']],
    ['group:vpn', ['helene.lefevre', 'lukasz', 'sorensen']],
    ['group:"vpn"', ['sorensen']],
    ['group:strasse tag:vip', ['lukasz']],
    ['method:sms', ['helene.lefevre']],
    ['status:disabled', ['sorensen']],
    ['status:not_enrolled status:enabled', ['lukasz', 'user41']],
    ['status:no_backup', ['helene.lefevre']],
    ["' | \\ & ! :* (", []],
    ['last:never', ['helene.lefevre', 'lukasz', 'sorensen', 'user41']],
    ['last:<30d', []],
  ])('finds with %j: %j', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('names what it cannot understand', async () => {
    await expect(search({ query: 'status:asleep' })).rejects.toMatchObject({ code: 'invalid_request', field: 'query' });
    await expect(search({ cursor: 'WzEsMl0' })).rejects.toMatchObject({ code: 'invalid_request', field: 'cursor' });
  });

  it('follows every change of a user, whoever makes it', async () => {
    const { user } = await ask(stack.users.updateUser, usersV1.UpdateUserRequest, {
      user: 'lukasz',
      updateMask: ['user_name', 'last_name', 'groups', 'is_enabled'],
      fields: { userName: 'lucas', lastName: 'Żak', groups: ['Other'], isEnabled: false },
    });
    expect(await found('zak')).toEqual(['lucas']);
    expect(await found('brien')).toEqual([]);
    expect(await found('group:vpn status:enabled')).toEqual(['helene.lefevre']);
    await stack.database.query(
      `INSERT INTO authenticators (id, user_id, kind) VALUES (gen_random_uuid(), $1, 'totp'), (gen_random_uuid(), $1, 'hotp')`,
      [user?.id],
    );
    expect(await found('method:totp')).toEqual(['lucas']);
    await stack.database.query(`UPDATE authenticators SET state = 'suspended' WHERE kind = 'totp'`);
    expect(await found('method:totp')).toEqual([]);
    expect(await found('method:hotp status:no_backup')).toEqual(['lucas']);
    await stack.database.query(`DELETE FROM authenticators WHERE kind = 'hotp'`);
    expect(await found('lucas status:not_enrolled')).toEqual(['lucas']);
  });

  it('pages by a cursor in every order, and jumps', async () => {
    await stack.database.query(
      `UPDATE user_activity a SET last_sign_in_at = to_timestamp($1 / 1000.0) FROM users u WHERE u.id = a.user_id AND u.user_name = 'lukasz'`,
      [NOW - DAY_MS],
    );
    for (const sort of ['user_name', 'last_sign_in', 'created']) {
      for (const isDescending of [false, true]) {
        const whole = (await search({ sort, isDescending })).users.map(({ user }) => user?.userName);
        const first = await search({ sort, isDescending, pageSize: 3 });
        const rest = await search({ sort, isDescending, pageSize: 3, cursor: first.nextCursor, withTotal: false });
        const paged = [...first.users, ...rest.users].map(({ user }) => user?.userName);
        expect({ sort, isDescending, paged, next: rest.nextCursor }).toEqual({
          sort,
          isDescending,
          paged: whole,
          next: '',
        });
        const jumped = await search({ sort, isDescending, pageSize: 2, offset: 1 });
        expect(jumped.users.map(({ user }) => user?.userName)).toEqual(whole.slice(1, 3));
        expect(jumped.total).toBe(4);
      }
    }
    expect((await search({ sort: 'last_sign_in', isDescending: true })).users[0]).toMatchObject({
      user: { userName: 'lukasz' },
      lastSignInAtMilliseconds: NOW - DAY_MS,
    });
    expect(await found('last:<2d')).toEqual(['lukasz']);
    expect(await found('last:>90d')).toEqual(['helene.lefevre', 'sorensen', 'user41']);
  });

  it('shows and counts only whom the administrator may see', async () => {
    const scoped = anAdministrator(['user.read'], { scope: { kind: 'groups', groups: ['VPN users'] } });
    expect(await found('', scoped)).toEqual(['helene.lefevre', 'lukasz']);
    expect(await found('group:vpn', scoped)).toEqual(['helene.lefevre', 'lukasz']);
    expect(
      await found('', anAdministrator(['user.read'], { scope: { kind: 'groups', groups: ['vpn users'] } })),
    ).toEqual([]);
    expect(await found('', anAdministrator(['user.read'], { scope: { kind: 'groups', groups: [] } }))).toEqual([]);
    const count = async (context: Partial<AuthorizedCall>) =>
      await ask(stack.directory.countUsers, wire.CountUsersRequest, {}, context);
    expect(await count(scoped)).toMatchObject({ all: 2, notEnrolled: 1, noBackup: 1, disabled: 0 });
    const groups = await ask(stack.directory.listGroups, wire.ListGroupsRequest, { prefix: 'v' }, scoped);
    expect(groups).toEqual({ groups: ['VPN users'] });
  });

  it('finds nobody by phone for who must not see phones', async () => {
    expect(await found('+33612', anAdministrator(['user.read']))).toEqual([]);
    expect(await found('+33612', anAdministrator(['user.read', 'user.phone.read']))).toEqual(['helene.lefevre']);
    expect(await found('user41', anAdministrator(['user.read']))).toEqual(['user41']);
  });

  it('counts what lists can be narrowed to, from what the journal carried to the database', async () => {
    await stack.database.query(
      `INSERT INTO user_standings (user_id, blocked_until, locked_until, bypass_until, updated_at)
       SELECT id, CASE WHEN user_name = 'lukasz' THEN to_timestamp($1 / 1000.0) END,
         CASE WHEN user_name = 'user41' THEN to_timestamp($1 / 1000.0) END, to_timestamp($2 / 1000.0), now() FROM users`,
      [NOW + DAY_MS, NOW - 1],
    );
    expect(await ask(stack.directory.countUsers, wire.CountUsersRequest, {})).toEqual({
      all: 4,
      notEnrolled: 3,
      blocked: 1,
      locked: 1,
      bypassActive: 0,
      inactiveThirtyDays: 4,
      inactiveNinetyDays: 4,
      noBackup: 1,
      disabled: 1,
      deleted: 0,
    });
    expect(await found('status:blocked')).toEqual(['lukasz']);
    expect(await found('status:locked anna')).toEqual(['user41']);
    expect(await found('status:bypass')).toEqual([]);
  });

  it('tells of a form what would be refused', async () => {
    const check = async (message: object) =>
      await ask(stack.directory.checkUserFields, wire.CheckUserFieldsRequest, message);
    expect(await check({ userName: 'LUKASZ', phone: '+41 (0)79 123 45 67 x12' })).toEqual({
      canonicalName: 'lukasz',
      isNameTaken: true,
      phone: '+41791234567 x12',
    });
    expect(await check({ userName: 'new', phone: '079' })).toMatchObject({ isNameTaken: false, phone: '' });
  });

  it('shows a phone in full only once the journal has it', async () => {
    const { user } = await ask(stack.users.getUser, usersV1.GetUserRequest, { user: 'helene.lefevre' });
    const request = { user: 'helene.lefevre', authenticatorId: user?.authenticators[0]?.id, reason: 'call back' };
    expect(await ask(stack.directory.revealPhone, wire.RevealPhoneRequest, request)).toEqual({ phone: '+33612345678' });
    expect((await journaled(stack.database)).at(-1)).toMatchObject({
      action: 'phone_revealed',
      details: { reason: 'call back' },
    });
  });

  it('exports the search, masks phones for who must not see them, and disarms formulas', async () => {
    await add({ userName: 'evil', firstName: '=HYPERLINK("x")', lastName: 'a;b' });
    const lines = async (request: object, context = {}) => {
      const call = { ...aCall(), ...context };
      let csv = '';
      for await (const piece of stack.directory.exportUsers(wire.ExportUsersRequest.fromPartial(request), call)) {
        csv += Buffer.from(piece.csv).toString('utf8');
      }
      return csv.split('\r\n');
    };
    const [head, evil, helene] = await lines({ withByteOrderMark: true });
    expect(head?.startsWith('\u{feff}user_name;aliases')).toBe(true);
    expect(evil).toContain('evil;;"\'=HYPERLINK(""x"")";"a;b"');
    expect(helene).toContain("'+33612345678");
    const [, masked] = await lines({ query: 'helene', separator: 'comma' }, anAdministrator(['user.export']));
    expect(masked).toContain('+33 *******78');
    expect((await journaled(stack.database)).at(-1)).toMatchObject({
      action: 'users_exported',
      details: { query: 'helene', users: 1, withPhones: false },
    });
  });
});
