import type { Permission } from './permission.ts';
import { canBeNarrowed, type Role } from './roles.ts';

/** The users whom an administrator may see and act on. */
export type AdministrationScope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'groups'; readonly groups: readonly string[] };

/** Somebody with rights, as the rules see them. */
export interface RightsHolder {
  readonly userId: string;
  readonly roleId: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: AdministrationScope;
}

/** Why a rule of the administration forbids something; each has a text for people. */
export const ADMINISTRATION_RULES = {
  own_account: 'This is your own account. Use "My account", or ask another administrator.',
  own_rights: 'Nobody changes their own rights. Ask another administrator.',
  administrator_account: 'This user is an administrator. Only somebody who manages administrators can do this.',
  higher_role: 'This administrator has a higher role than you. Ask an Owner.',
  owners_only: 'Only an Owner can give or take the role Owner.',
  more_than_own: 'The role holds rights that you do not have. Ask an Owner.',
  wider_scope: 'The scope reaches further than your own. Choose groups within your scope.',
  role_reaches_everything:
    'This role holds rights that cannot be limited to groups. Choose the scope "everything" or another role.',
  last_owner: 'This is the last Owner. Make somebody else Owner first.',
  own_request: 'Nobody decides on their own request. Another administrator has to.',
  is_administrator: 'This user is an administrator. Take the role away first, under Administrators.',
  owner_needs_approval: 'The methods of an Owner are reset only after a second administrator has approved it.',
} as const satisfies Record<string, string>;

/** See {@link ADMINISTRATION_RULES}. */
export type AdministrationRule = keyof typeof ADMINISTRATION_RULES;

/** The height of a role: 3 Owner, 2 whoever manages administrators, 1 every other administrator. */
export function rankOf({ roleId, permissions }: Pick<RightsHolder, 'roleId' | 'permissions'>): 1 | 2 | 3 {
  if (roleId === 'owner') return 3;
  return permissions.has('admin.write') ? 2 : 1;
}

/** True when a user with these groups lies within the scope. */
export function isInScope(scope: AdministrationScope, groups: readonly string[]): boolean {
  return scope.kind === 'everything' || scope.groups.some((group) => groups.includes(group));
}

/**
 * Whether an administrator may change a user who is an administrator too. Users who are none are not asked about here.
 *
 * @returns the rule that forbids it; undefined: allowed
 */
export function ruleAgainstActing(actor: RightsHolder, target: RightsHolder): AdministrationRule | undefined {
  if (actor.userId === target.userId) return 'own_account';
  if (!actor.permissions.has('admin.write')) return 'administrator_account';
  return rankOf(target) > rankOf(actor) ? 'higher_role' : undefined;
}

/** Whether an administrator may give a role over a scope to a user; `before` is what that user has now. */
export function ruleAgainstGranting(
  actor: RightsHolder,
  grant: { readonly userId: string; readonly role: Role; readonly scope: AdministrationScope },
  before: RightsHolder | undefined,
): AdministrationRule | undefined {
  if (actor.userId === grant.userId) return 'own_rights';
  const touchesOwner = grant.role.id === 'owner' || before?.roleId === 'owner';
  if (touchesOwner && actor.roleId !== 'owner') return 'owners_only';
  if (before !== undefined && rankOf(before) > rankOf(actor)) return 'higher_role';
  if (![...grant.role.permissions].every((permission) => actor.permissions.has(permission))) return 'more_than_own';
  if (!isWithin(grant.scope, actor.scope)) return 'wider_scope';
  return ruleAgainstScope(grant.role, grant.scope);
}

/** Whether a role can be limited to this scope at all. */
export function ruleAgainstScope(role: Role, scope: AdministrationScope): AdministrationRule | undefined {
  return scope.kind === 'groups' && !canBeNarrowed(role.permissions) ? 'role_reaches_everything' : undefined;
}

function isWithin(inner: AdministrationScope, outer: AdministrationScope): boolean {
  if (outer.kind === 'everything') return true;
  return inner.kind === 'groups' && inner.groups.every((group) => outer.groups.includes(group));
}
