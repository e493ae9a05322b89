import type { Transaction } from '../../../platform/database.ts';
import type { Principal } from '../../../platform/principal.ts';
import { findUser, findUserToChange, lockUser, type UserFinderDependencies } from './find-user.ts';
import type { ManagedUser } from './ports/managed-user.ts';

/** Finds users for other modules, the way an administrator names them: by any name, or by id. */
export class UserFinder {
  readonly #with: UserFinderDependencies;

  constructor(dependencies: UserFinderDependencies) {
    this.#with = dependencies;
  }

  /**
   * To look at.
   * @param principal whose browser session asks: who lies outside of its scope is not found
   * @throws DomainError `user_not_found`
   */
  async find(written: string, principal: Principal | undefined): Promise<ManagedUser> {
    return await findUser(this.#with, written, principal);
  }

  /**
   * To change something about them outside of a transaction.
   * @throws DomainError `user_not_found`; `not_allowed` for an administrator whom the principal may not change
   */
  async findToChange(written: string, principal: Principal | undefined): Promise<ManagedUser> {
    return await findUserToChange(this.#with, written, principal);
  }

  /**
   * Inside a change: nobody else changes the user meanwhile.
   * @throws DomainError `user_not_found`, `not_allowed`
   */
  async lock(tx: Transaction, written: string, principal: Principal | undefined): Promise<ManagedUser> {
    return await lockUser(this.#with, tx, written, principal);
  }

  /** Who has which of the names, canonical; outside of a change. */
  async ownersOf(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return await this.#with.users.owners(names);
  }

  /** Who has which of the names, canonical. */
  async owners(tx: Transaction, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return await this.#with.users.ownersInside(tx, names);
  }
}
