import { lookupNames } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { Transaction } from '../../../platform/database.ts';
import type { Principal } from '../../../platform/principal.ts';
import { isVisibleTo } from '../../../platform/visibility.ts';
import { type Administrators, demandMayActOn } from '../../administration/index.ts';
import type { CompanySettingsSource } from '../../policies/index.ts';
import type { ManagedUser } from './ports/managed-user.ts';
import type { UserReference, UserRepository } from './ports/user-repository.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What finds a user for an administrator: by any of the names, as at a sign-in, or by id. */
export interface UserFinderDependencies {
  readonly users: Pick<UserRepository, 'get' | 'lock' | 'owners' | 'ownersInside'>;
  readonly settings: CompanySettingsSource;
  readonly administrators: Administrators;
}

/** How an administrator named a user. */
export function referenceOf(written: string, settings: CompanySettingsSource): UserReference {
  const id = written.trim().toLowerCase();
  return ID.test(id) ? { id } : { names: lookupNames(written, settings.current().userNameDomains) };
}

/**
 * A user to look at. Who lies outside of the principal's scope is not found.
 *
 * @throws DomainError `user_not_found`
 */
export async function findUser(
  { users, settings }: UserFinderDependencies,
  written: string,
  principal: Principal | undefined,
): Promise<ManagedUser> {
  return visible(await users.get(referenceOf(written, settings)), written, principal);
}

/**
 * {@link findUser} for a change that is no transaction of Postgres: locks, blocks, bypasses, and hashes made beforehand.
 *
 * @throws DomainError `user_not_found`; `not_allowed` for an administrator whom the principal may not change
 */
export async function findUserToChange(
  needs: UserFinderDependencies,
  written: string,
  principal: Principal | undefined,
): Promise<ManagedUser> {
  const user = await findUser(needs, written, principal);
  await demandMayActOn(needs.administrators, principal, user.id);
  return user;
}

/**
 * {@link findUserToChange} inside a change: nobody else changes the user meanwhile.
 *
 * @throws DomainError `user_not_found`, `not_allowed`
 */
export async function lockUser(
  { users, settings, administrators }: UserFinderDependencies,
  tx: Transaction,
  written: string,
  principal: Principal | undefined,
): Promise<ManagedUser> {
  const user = visible(await users.lock(tx, referenceOf(written, settings)), written, principal);
  await demandMayActOn(administrators, principal, user.id);
  return user;
}

function visible(user: ManagedUser | undefined, written: string, principal: Principal | undefined): ManagedUser {
  if (user !== undefined && isVisibleTo(principal, user)) return user;
  throw new DomainError('user_not_found', `There is no user "${written.slice(0, 100)}".`, { field: 'user' });
}
