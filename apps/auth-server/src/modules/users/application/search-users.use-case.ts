import { parseUserSearch, type SearchTerm, type UserSearchQuery } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { Principal } from '../../../platform/principal.ts';
import { type DirectoryDependencies, mayReadPhones, scopeOf } from './directory-dependencies.ts';
import type { FoundUser, UserSearchRequest, UserSelection } from './ports/user-search.ts';
import type { Standing } from './ports/user-standings.ts';
import { readStandings } from './read-standings.ts';

/** What an administrator asks for: as a request of the port, with what was typed as it was typed. */
export type SearchUsersQuery = Omit<UserSearchRequest, keyof UserSelection> & {
  readonly typed: string;
  readonly now: number;
};

/** A user of the list, and how they stand; undefined while Redis does not answer. */
export interface ListedUser extends FoundUser {
  readonly standing: Standing | undefined;
}

/** A page of the list. */
export interface ListedPage {
  readonly users: readonly ListedUser[];
  readonly next: string | undefined;
  readonly total: number;
}

/** Finds users by what was typed into one box. */
export class SearchUsers {
  readonly #with: Pick<DirectoryDependencies, 'search' | 'standings'>;

  constructor(dependencies: Pick<DirectoryDependencies, 'search' | 'standings'>) {
    this.#with = dependencies;
  }

  /** @throws DomainError `invalid_request` that names the part which cannot be understood */
  async execute({ typed, ...request }: SearchUsersQuery, principal: Principal | undefined): Promise<ListedPage> {
    const { search, standings } = this.#with;
    const page = await search.find({ ...request, ...selectionOf(typed, principal, request.now) });
    const known = await readStandings(
      standings,
      page.users.map(({ user }) => user),
    );
    const users = page.users.map((found, place) => ({ ...found, standing: known[place]?.standing }));
    return { users, next: page.next, total: page.total };
  }
}

/**
 * What was typed, within what the principal may see.
 *
 * @throws DomainError `invalid_request`
 */
export function selectionOf(typed: string, principal: Principal | undefined, now: number): UserSelection {
  const parsed = parseUserSearch(typed);
  if (parsed.kind === 'problem') {
    const message = `"${parsed.part.slice(0, 100)}" cannot be understood; it could be: ${parsed.expected}.`;
    throw new DomainError('invalid_request', message, { field: 'query' });
  }
  const query = mayReadPhones(principal) ? parsed.query : withoutPhones(parsed.query);
  return { query, scope: scopeOf(principal), now };
}

/** Who must not see numbers must not find them out digit by digit either: digits are words like any other then. */
function withoutPhones(query: UserSearchQuery): UserSearchQuery {
  const terms = query.terms.map((term): SearchTerm => {
    if (term.kind === 'word') return term;
    return { kind: 'word', text: term.kind === 'phone' ? term.digits : term.text, isExact: term.isExact };
  });
  return { ...query, terms };
}
