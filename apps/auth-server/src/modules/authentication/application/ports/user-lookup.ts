import type { CanonicalUserName, User } from '@countersign/domain';

/** DI token of the {@link UserLookup}. */
export const USER_LOOKUP = Symbol('USER_LOOKUP');

/** Users by name, from memory where possible. */
export interface UserLookup {
  /** The user that the first of the names which exists leads to. */
  find(names: readonly CanonicalUserName[]): Promise<User | undefined>;
  /**
   * Forgets what is kept for the names and reads them anew, at least in `leastVersion`.
   * @throws DomainError `unavailable` when no reachable copy is that new
   */
  refresh(names: readonly CanonicalUserName[], leastVersion: number): Promise<void>;
}
