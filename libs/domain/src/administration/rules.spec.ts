import { describe, expect, it } from '@jest/globals';
import { PERMISSIONS } from './permission.ts';
import { builtInRole, builtInRoles, canBeNarrowed, longestBypassSeconds } from './roles.ts';
import {
  type AdministrationScope,
  isInScope,
  rankOf,
  type RightsHolder,
  ruleAgainstActing,
  ruleAgainstGranting,
} from './rules.ts';

const everything: AdministrationScope = { kind: 'everything' };
const paris: AdministrationScope = { kind: 'groups', groups: ['paris'] };

function roleOf(id: string) {
  const role = builtInRole(id);
  if (role === undefined) throw new Error(`no role ${id}`);
  return role;
}

function holder(roleId: string, userId: string = roleId, scope: AdministrationScope = everything): RightsHolder {
  return { userId, roleId, permissions: roleOf(roleId).permissions, scope };
}

describe('built-in roles', () => {
  it('are seven, and an Owner may do everything', () => {
    expect(builtInRoles.map(({ id }) => id)).toEqual([
      'owner',
      'administrator',
      'user_manager',
      'help_desk',
      'auditor',
      'operator',
      'approver',
    ]);
    expect([...roleOf('owner').permissions]).toEqual([...PERMISSIONS]);
  });

  it('leave an Auditor nothing that changes, and no telephone numbers', () => {
    const verbs = [...roleOf('auditor').permissions].map((permission) => permission.split('.').at(-1));
    expect(new Set(verbs)).toEqual(new Set(['read']));
    expect(roleOf('auditor').permissions.has('user.phone.read')).toBe(false);
  });

  it('keep the help desk from telephone numbers, blocks and administrators, and its bypasses short', () => {
    const { permissions } = roleOf('help_desk');
    for (const forbidden of ['user.phone.read', 'user.block', 'user.delete', 'admin.read', 'admin.write'] as const) {
      expect(permissions.has(forbidden)).toBe(false);
    }
    expect(longestBypassSeconds('help_desk')).toBe(3600);
    expect(longestBypassSeconds('user_manager')).toBeUndefined();
  });

  it('can be narrowed to groups only where every right stops at a group', () => {
    const narrowed = builtInRoles.filter(({ permissions }) => canBeNarrowed(permissions)).map(({ id }) => id);
    expect(narrowed).toEqual(['user_manager', 'help_desk']);
  });

  it('have a rank', () => {
    expect(builtInRoles.map(({ id }) => rankOf(holder(id)))).toEqual([3, 2, 1, 1, 1, 1, 1]);
  });
});

describe('isInScope', () => {
  it.each<[AdministrationScope, string[], boolean]>([
    [everything, [], true],
    [paris, ['paris', 'vpn'], true],
    [paris, ['lyon'], false],
    [paris, [], false],
    [{ kind: 'groups', groups: [] }, ['paris'], false],
  ])('%j sees a user of %j: %s', (scope, groups, expected) => {
    expect(isInScope(scope, groups)).toBe(expected);
  });
});

describe('ruleAgainstActing', () => {
  it.each<[string, string, string | undefined]>([
    ['owner', 'owner', undefined],
    ['owner', 'administrator', undefined],
    ['administrator', 'owner', 'higher_role'],
    ['administrator', 'administrator', undefined],
    ['administrator', 'help_desk', undefined],
    ['help_desk', 'approver', 'administrator_account'],
    ['user_manager', 'owner', 'administrator_account'],
    ['auditor', 'help_desk', 'administrator_account'],
  ])('%s on %s: %s', (actor, target, rule) => {
    expect(ruleAgainstActing(holder(actor, 'a'), holder(target, 'b'))).toBe(rule);
  });

  it('keeps everybody from their own account', () => {
    expect(ruleAgainstActing(holder('owner', 'a'), holder('owner', 'a'))).toBe('own_account');
  });
});

describe('ruleAgainstGranting', () => {
  const grant = (role: string, userId = 'b', scope: AdministrationScope = everything) => ({
    userId,
    role: roleOf(role),
    scope,
  });

  it.each<[string, string, string | undefined, string | undefined]>([
    ['owner', 'owner', undefined, undefined],
    ['owner', 'help_desk', 'owner', undefined],
    ['administrator', 'owner', undefined, 'owners_only'],
    ['administrator', 'help_desk', 'owner', 'owners_only'],
    ['administrator', 'administrator', 'help_desk', undefined],
    ['administrator', 'approver', undefined, undefined],
    ['user_manager', 'auditor', undefined, 'more_than_own'],
  ])('%s gives %s to somebody with %s: %s', (actor, role, before, rule) => {
    const had = before === undefined ? undefined : holder(before, 'b');
    expect(ruleAgainstGranting(holder(actor, 'a'), grant(role), had)).toBe(rule);
  });

  it('refuses own rights, even fewer', () => {
    expect(ruleAgainstGranting(holder('owner', 'a'), grant('auditor', 'a'), holder('owner', 'a'))).toBe('own_rights');
  });

  it('refuses a scope wider than the own, and one that the role would ignore', () => {
    const local = holder('user_manager', 'a', paris);
    expect(ruleAgainstGranting(local, grant('help_desk'), undefined)).toBe('wider_scope');
    const lyon: AdministrationScope = { kind: 'groups', groups: ['paris', 'lyon'] };
    expect(ruleAgainstGranting(local, grant('help_desk', 'b', lyon), undefined)).toBe('wider_scope');
    expect(ruleAgainstGranting(local, grant('help_desk', 'b', paris), undefined)).toBeUndefined();
    const owner = holder('owner', 'a');
    expect(ruleAgainstGranting(owner, grant('auditor', 'b', paris), undefined)).toBe('role_reaches_everything');
  });
});
