import type { CanonicalUserName, User } from '@countersign/domain';

/** DI token of the {@link SignInUsers}. */
export const SIGN_IN_USERS = Symbol('SIGN_IN_USERS');

/** Where users are read. */
export interface SignInRead {
  /** From the master, because a copy was found to be too old. */
  readonly fromPrimary?: boolean;
}

/**
 * What sign-ins need to know of users, many in one question. Only active authenticators and unspent recovery codes are among it.
 *
 * @throws DomainError `unavailable` when no copy can be read, `master_offline` when the master was asked for and is away
 */
export interface SignInUsers {
  /** By any of their names; a name that nobody has is left out. */
  findByNames(names: readonly CanonicalUserName[], options?: SignInRead): Promise<ReadonlyMap<string, User>>;
  /** By id; an id that nobody has is left out. */
  findByIds(ids: readonly string[], options?: SignInRead): Promise<ReadonlyMap<string, User>>;
}
