import { canonicalUserName } from '@countersign/domain';
import type { RecentEntries } from '../../journal/index.ts';
import { type Attempt, detailsOf, toAttempt } from './attempt.ts';
import type { AttemptQuery, AttemptReader, PlacedEntry } from './ports/attempt-reader.ts';

/** A page of sign-ins, newest first. */
export interface AttemptPage {
  readonly attempts: readonly Attempt[];
  /** Where the next page begins; undefined: that was the last. */
  readonly next: number | undefined;
}

/** So many entries that wait in Redis are looked at; the drain is seldom a second behind. */
const MOST_WAITING = 2_000;

type Filter = AttemptQuery & { readonly userId: string | undefined };

/** Finds sign-ins; the first page begins with those that still wait in Redis. */
export class SearchAttempts {
  readonly #reader: AttemptReader;
  readonly #recent: Pick<RecentEntries, 'read'>;

  constructor(reader: AttemptReader, recent: Pick<RecentEntries, 'read'>) {
    this.#reader = reader;
    this.#recent = recent;
  }

  async execute(query: AttemptQuery): Promise<AttemptPage> {
    // A name that nobody can have is looked for as it was typed: somebody may have tried it.
    const user = query.user === '' ? '' : (canonicalUserName(query.user) ?? query.user);
    const waiting = query.before === undefined ? await this.#waiting({ ...query, user }) : [];
    const rows = await this.#reader.search({ ...query, user, limit: query.limit + 1 });
    const page = rows.slice(0, query.limit);
    const fresh = new Set(waiting.map(({ authenticationId }) => authenticationId));
    const chained = page.filter(({ authenticationId }) => !fresh.has(authenticationId));
    return {
      attempts: [...waiting, ...chained].map(toAttempt),
      next: rows.length > query.limit ? page.at(-1)?.sequence : undefined,
    };
  }

  /** The newest entry of each sign-in that waits, if it fits. */
  async #waiting(query: AttemptQuery): Promise<readonly PlacedEntry[]> {
    const newest = new Map<string, PlacedEntry>();
    for (const entry of await this.#recent.read(MOST_WAITING)) {
      const { kind, authenticationId } = entry;
      if (kind !== 'authentication' || authenticationId === '' || newest.has(authenticationId)) continue;
      newest.set(authenticationId, { ...entry, sequence: 0 });
    }
    if (newest.size === 0) return [];
    const userId = query.user === '' ? undefined : await this.#reader.userIdOf(query.user);
    const fitting = [...newest.values()].filter((entry) => fits(entry, { ...query, userId }));
    return await this.#inScope(fitting, query.groups);
  }

  async #inScope(entries: readonly PlacedEntry[], groups: readonly string[] | undefined) {
    if (groups === undefined || entries.length === 0) return entries;
    const ids = entries.flatMap(({ userId }) => (userId === undefined ? [] : [userId]));
    const seen = await this.#reader.usersIn(groups, [...new Set(ids)]);
    return entries.filter(({ userId }) => userId !== undefined && seen.has(userId));
  }
}

function fits(entry: PlacedEntry, query: Filter): boolean {
  const wanted: readonly (readonly [string, string])[] = [
    [query.relyingParty, entry.relyingParty],
    [query.outcome, entry.outcome],
    [query.reason, entry.reason],
    [query.server, entry.server],
    [query.method, String(detailsOf(entry)['method'] ?? '')],
  ];
  const isInTime = entry.occurredAt >= query.from && (query.to === 0 || entry.occurredAt < query.to);
  return isInTime && isOf(entry, query) && wanted.every(([value, actual]) => value === '' || value === actual);
}

function isOf({ userId, userName }: PlacedEntry, query: Filter): boolean {
  if (query.user === '') return true;
  return query.userId === undefined ? query.user === userName || query.user === userId : query.userId === userId;
}
