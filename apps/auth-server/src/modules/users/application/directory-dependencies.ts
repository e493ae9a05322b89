import type { AdministrationScope, Permission } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import { hasFreshProof, type Principal } from '../../../platform/principal.ts';
import { groupsVisibleTo } from '../../../platform/visibility.ts';
import type { UserJobs } from './ports/user-jobs.ts';
import type { UserSearch } from './ports/user-search.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** What the use cases for many users work with. */
export interface DirectoryDependencies extends UserDependencies {
  readonly search: UserSearch;
  readonly jobs: UserJobs;
  /** Says that there is something to do, so that nobody waits for the next look. */
  readonly wake: () => void;
}

/** The users whom somebody may see. */
export function scopeOf(principal: Principal | undefined): AdministrationScope {
  const groups = groupsVisibleTo(principal);
  return groups === undefined ? { kind: 'everything' } : { kind: 'groups', groups };
}

/** @throws DomainError `permission_missing`; the command line may do everything */
export function demandPermission(principal: Principal | undefined, permission: Permission): void {
  const rights = principal?.administrator;
  if (principal === undefined || rights?.permissions.has(permission) === true) return;
  throw new DomainError(
    'permission_missing',
    `The role ${rights?.roleName ?? ''} does not include ${permission}. An administrator with admin.write can change that.`,
  );
}

/** @throws DomainError `proof_required` unless a factor was proved some minutes ago; the command line need not */
export function demandProof(principal: Principal | undefined, now: number): void {
  if (principal === undefined || hasFreshProof(principal, now)) return;
  throw new DomainError('proof_required', 'Confirm with one of your sign-in methods, then the action goes on.');
}

/** True when the principal may see phone numbers in full, and search by them. */
export function mayReadPhones(principal: Principal | undefined): boolean {
  return principal === undefined || principal.administrator?.permissions.has('user.phone.read') === true;
}
