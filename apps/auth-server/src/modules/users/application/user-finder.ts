import type { Transaction } from '../../../platform/database.ts';
import { findUser, lockUser, type UserFinderDependencies } from './find-user.ts';
import type { ManagedUser } from './ports/managed-user.ts';

/** Finds users for other modules, the way an administrator names them: by any name, or by id. */
export class UserFinder {
  readonly #with: UserFinderDependencies;

  constructor(dependencies: UserFinderDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found` */
  async find(written: string): Promise<ManagedUser> {
    return await findUser(this.#with, written);
  }

  /**
   * Inside a change: nobody else changes the user meanwhile.
   * @throws DomainError `user_not_found`
   */
  async lock(tx: Transaction, written: string): Promise<ManagedUser> {
    return await lockUser(this.#with, tx, written);
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
