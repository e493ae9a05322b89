import type { Principal } from '../../../platform/principal.ts';
import { findUser } from './find-user.ts';
import type { ManagedUser } from './ports/managed-user.ts';
import type { Standing } from './ports/user-standings.ts';
import type { UserDependencies } from './user-dependencies.ts';
import { readStandings } from './read-standings.ts';

/** A user and how they stand; `standing` is undefined while Redis does not answer. */
export interface UserWithStanding {
  readonly user: ManagedUser;
  readonly standing: Standing | undefined;
}

/** Shows one user. */
export class GetUser {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found` */
  async execute(written: string, principal: Principal | undefined): Promise<UserWithStanding> {
    return await this.withStanding(await findUser(this.#with, written, principal));
  }

  /** The same for a user that was read already. */
  async withStanding(user: ManagedUser): Promise<UserWithStanding> {
    const [found] = await readStandings(this.#with.standings, [user]);
    return found ?? { user, standing: undefined };
  }
}
