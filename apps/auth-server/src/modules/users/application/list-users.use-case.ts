import type { UserWithStanding } from './get-user.use-case.ts';
import type { UserPageQuery } from './ports/user-repository.ts';
import { readStandings } from './read-standings.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** A page of users, by user name. */
export interface UserPage {
  readonly users: readonly UserWithStanding[];
  /** Where the next page begins; undefined: that was the last. */
  readonly next: string | undefined;
}

/** Lists users page by page. */
export class ListUsers {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  async execute(query: UserPageQuery): Promise<UserPage> {
    const { users, standings } = this.#with;
    // One more than asked for tells whether there is a next page.
    const found = await users.list({ ...query, size: query.size + 1 });
    const shown = found.slice(0, query.size);
    const next = found.length > query.size ? shown.at(-1)?.userName : undefined;
    return { users: await readStandings(standings, shown), next };
  }
}
