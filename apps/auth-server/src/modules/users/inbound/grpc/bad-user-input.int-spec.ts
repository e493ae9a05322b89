import { usersV1 } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AdministrationStack,
  anAdministrationStack,
  ask,
  contentsOf,
} from '../../../../__fixtures__/administration-stack.ts';

describe('UserAdministrationService, given bad input,', () => {
  let stack: AdministrationStack;

  beforeAll(async () => {
    stack = await anAdministrationStack();
    await stack.reset();
    await ask(stack.users.addUser, usersV1.AddUserRequest, { userName: 'alice' });
  });
  afterAll(async () => await stack.close());

  const LONG = 'x'.repeat(10_000_000);
  const bad: readonly (readonly [
    string,
    'addUser' | 'blockUser' | 'listUsers' | 'getUser' | 'importUsers' | 'updateUser' | 'setUserPassword',
    object,
    string,
  ])[] = [
    ['no user name', 'addUser', {}, 'user_name'],
    ['a NUL in the user name', 'addUser', { userName: 'al\0ice' }, 'user_name'],
    ['a lone surrogate', 'addUser', { userName: 'ali\ud800ce' }, 'user_name'],
    ['a name of 10 MB', 'addUser', { userName: LONG }, 'user_name'],
    ['an alias of nothing visible', 'addUser', { userName: 'a', aliases: ['\u200b'] }, 'aliases[0]'],
    ['a first name with an escape sequence', 'addUser', { userName: 'a', firstName: '\u001b[31mred' }, 'first_name'],
    ['a mail address without @', 'addUser', { userName: 'a', mail: 'nobody' }, 'mail'],
    ['a national phone number', 'addUser', { userName: 'a', phone: '079 123 45 67' }, 'phone'],
    ['an unknown language', 'addUser', { userName: 'a', languages: { text: 'xx' } }, 'languages'],
    ['an unknown method', 'addUser', { userName: 'a', defaultMethod: 'pigeon' }, 'default_method'],
    ['a short password', 'addUser', { userName: 'a', password: 'short' }, 'password'],
    ['a password that RADIUS cannot carry', 'addUser', { userName: 'a', password: 'x'.repeat(129) }, 'password'],
    ['too many groups', 'addUser', { userName: 'a', groups: Array.from({ length: 501 }, (_, i) => `g${i}`) }, 'groups'],
    ['a block without a reason', 'blockUser', { user: 'alice' }, 'reason'],
    ['a negative duration', 'blockUser', { user: 'alice', reason: 'x', durationSeconds: -1 }, 'duration_seconds'],
    ['a block for a century', 'blockUser', { user: 'alice', reason: 'x', durationSeconds: 4e9 }, 'duration_seconds'],
    ['a page of a million', 'listUsers', { pageSize: 1_000_000 }, 'page_size'],
    ["a page token of one's own", 'listUsers', { pageToken: '***' }, 'page_token'],
    ['an unknown state', 'listUsers', { state: 'asleep' }, 'state'],
    ['no user', 'getUser', {}, 'user'],
    ['an empty file', 'importUsers', {}, 'csv'],
    ['a file that is no text', 'importUsers', { csv: Buffer.from([0xff, 0xfe, 0x00]) }, 'csv'],
    [
      'an unknown way with existing users',
      'importUsers',
      { csv: Buffer.from('user_name\na\n'), onExisting: 'merge' },
      'on_existing',
    ],
    ['an empty mask', 'updateUser', { user: 'alice' }, 'update_mask'],
    ['a field that cannot be set', 'updateUser', { user: 'alice', updateMask: ['version'] }, 'update_mask'],
    ['a negative version', 'updateUser', { user: 'alice', updateMask: ['mail'], version: -5 }, 'version'],
    ['a NUL in a password', 'setUserPassword', { user: 'alice', password: 'long enough\0' }, 'password'],
  ];

  it.each(bad)('refuses %s, names the field and changes nothing', async (_what, method, message, field) => {
    const before = await contentsOf(stack.database);
    const codec = usersV1[`${method[0]?.toUpperCase()}${method.slice(1)}Request` as 'AddUserRequest'];
    const refusal = ask(stack.users[method] as typeof stack.users.addUser, codec, message);
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_request', field });
    const words = await refusal.catch((error: Error) => error.message);
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(String(words).length).toBeLessThan(300);
    expect(await contentsOf(stack.database)).toEqual(before);
  });
});
