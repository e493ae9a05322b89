import { lookupNames } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { Transaction } from '../../../platform/database.ts';
import type { CompanySettingsSource } from '../../policies/index.ts';
import type { ManagedUser } from './ports/managed-user.ts';
import type { UserReference, UserRepository } from './ports/user-repository.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What finds a user for an administrator: by any of the names, as at a sign-in, or by id. */
export interface UserFinderDependencies {
  readonly users: Pick<UserRepository, 'get' | 'lock' | 'owners' | 'ownersInside'>;
  readonly settings: CompanySettingsSource;
}

/** How an administrator named a user. */
export function referenceOf(written: string, settings: CompanySettingsSource): UserReference {
  const id = written.trim().toLowerCase();
  return ID.test(id) ? { id } : { names: lookupNames(written, settings.current().userNameDomains) };
}

/** @throws DomainError `user_not_found` */
export async function findUser({ users, settings }: UserFinderDependencies, written: string): Promise<ManagedUser> {
  return (await users.get(referenceOf(written, settings))) ?? notFound(written);
}

/** {@link findUser} inside a change: nobody else changes the user meanwhile. */
export async function lockUser(
  { users, settings }: UserFinderDependencies,
  tx: Transaction,
  written: string,
): Promise<ManagedUser> {
  return (await users.lock(tx, referenceOf(written, settings))) ?? notFound(written);
}

function notFound(written: string): never {
  throw new DomainError('user_not_found', `There is no user "${written.slice(0, 100)}".`, { field: 'user' });
}
