import { isInScope } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { Principal } from './principal.ts';

/** Of a user, what decides who may see them. */
export interface VisibleUser {
  readonly id: string;
  readonly groups: readonly string[];
}

/**
 * True when the user exists for whoever asks: everybody for the command line and our own processes, those within the scope
 * for an administrator, and only themselves for a person in the portal.
 */
export function isVisibleTo(principal: Principal | undefined, user: VisibleUser): boolean {
  if (principal === undefined) return true;
  if (principal.surface === 'portal') return principal.userId === user.id;
  return principal.administrator !== undefined && isInScope(principal.administrator.scope, user.groups);
}

/**
 * The groups that lists are limited to; undefined: all users. An empty list shows nobody.
 */
export function groupsVisibleTo(principal: Principal | undefined): readonly string[] | undefined {
  if (principal === undefined) return undefined;
  const scope = principal.administrator?.scope;
  if (scope === undefined) return [];
  return scope.kind === 'everything' ? undefined : scope.groups;
}

/**
 * What lies outside of the scope does not exist.
 *
 * @throws DomainError `user_not_found`
 */
export function assertInScope(principal: Principal | undefined, user: VisibleUser): void {
  if (isVisibleTo(principal, user)) return;
  throw new DomainError('user_not_found', 'There is no such user within your scope.', { field: 'user' });
}
