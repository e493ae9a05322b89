import { DomainError, isDomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import type { ManagedUser } from '../../users/index.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';
import type { AuthenticatorRow } from './ports/authenticator-repository.ts';

const OATH_KINDS: ReadonlySet<string> = new Set(['totp', 'hotp']);

/** A token and its user; nobody else changes them until the end of the transaction. */
export interface LockedToken {
  readonly token: AuthenticatorRow;
  readonly owner: ManagedUser | undefined;
}

/**
 * A generator of one-time passwords by id or serial number. For an administrator whose scope does not include its user
 * there is no such token.
 *
 * @throws DomainError `authenticator_not_found`; `version_conflict` when it changed hands at this moment
 */
export async function lockToken(
  { authenticators, users }: AuthenticatorDependencies,
  tx: Transaction,
  named: string,
  { principal }: CommandContext,
): Promise<LockedToken> {
  const found = await authenticators.findNamed(tx, named);
  if (found === undefined || !OATH_KINDS.has(found.kind)) throw notFound();
  // Users before authenticators, as everywhere: two changes that wait for each other would both fail.
  const owner = found.userId === undefined ? undefined : await lockOwner(users, tx, found.userId, principal);
  const token = await authenticators.lockById(tx, found.id);
  if (token === undefined) throw notFound();
  if (token.userId !== owner?.id)
    throw new DomainError('version_conflict', 'The token changed hands at this moment: look again.');
  return { token, owner };
}

async function lockOwner(
  users: AuthenticatorDependencies['users'],
  tx: Transaction,
  userId: string,
  principal: CommandContext['principal'],
): Promise<ManagedUser> {
  try {
    return await users.lock(tx, userId, principal);
  } catch (error) {
    throw isDomainError(error) && error.code === 'user_not_found' ? notFound() : error;
  }
}

function notFound(): DomainError {
  return new DomainError('authenticator_not_found', 'There is no token with this id or serial number.', {
    field: 'authenticator',
  });
}
