import type { JournalFields, RecentEntries } from '../../journal/index.ts';
import type { Standing, UserStandings } from '../../users/index.ts';
import { detailsOf, textOf } from './attempt.ts';
import type {
  StandingCause,
  StandingEntry,
  StandingHistoryEntry,
  StandingHistoryQuery,
  StandingsReader,
} from './ports/standings-reader.ts';

/** A bypass that nobody has used yet. Instants are milliseconds since 1970. */
export interface ActiveBypass extends StandingEntry {
  readonly grantedAt: number;
  readonly until: number;
  readonly by: string;
  readonly reason: string;
}

/** A user whose attempts are all refused. */
export interface ActiveBlock extends StandingEntry {
  readonly kind: 'blocked' | 'locked_out';
  readonly since: number;
  readonly until: number;
  readonly by: string;
  readonly reason: string;
}

/** What {@link ListStandings} needs. */
export interface ListStandingsDependencies {
  readonly reader: StandingsReader;
  readonly standings: Pick<UserStandings, 'read'>;
  readonly recent: Pick<RecentEntries, 'read'>;
}

type Groups = readonly string[] | undefined;

const MOST_WAITING = 2_000;

/** Who may skip the second factor now, and who is refused whatever they try. Redis has the last word: it enforces them. */
export class ListStandings {
  readonly #needs: ListStandingsDependencies;

  constructor(dependencies: ListStandingsDependencies) {
    this.#needs = dependencies;
  }

  async bypasses(now: number, groups: Groups): Promise<readonly ActiveBypass[]> {
    const { users, standings, waiting } = await this.#standing('bypass', now, groups);
    const active = users.filter(({ userId }) => (standings.get(userId)?.bypassUntil ?? 0) > now);
    const causes = await this.#causes(['bypass'], ['granted'], active, waiting);
    return active.map((user) => {
      const { at = 0, by = '', reason = '' } = causes.get(user.userId) ?? {};
      return { ...user, grantedAt: at, until: standings.get(user.userId)?.bypassUntil ?? 0, by, reason };
    });
  }

  async blocks(now: number, groups: Groups): Promise<readonly ActiveBlock[]> {
    const { users, standings, waiting } = await this.#standing('block', now, groups);
    const blocked = users.filter(({ userId }) => (standings.get(userId)?.blockedUntil ?? 0) > now);
    const locked = users.filter(({ userId }) => (standings.get(userId)?.lockedUntil ?? 0) > now);
    const causes = await this.#causes(['block'], ['blocked'], blocked, waiting);
    return [
      ...blocked.map((user) => {
        const { at = 0, by = '', reason } = causes.get(user.userId) ?? {};
        const standing = standings.get(user.userId);
        const until = standing?.blockedUntil ?? 0;
        return {
          ...user,
          kind: 'blocked' as const,
          since: at,
          until,
          by,
          reason: reason ?? standing?.blockReason ?? '',
        };
      }),
      ...locked.map((user) => {
        const until = standings.get(user.userId)?.lockedUntil ?? 0;
        return { ...user, kind: 'locked_out' as const, since: 0, until, by: '', reason: '' };
      }),
    ];
  }

  async history(query: StandingHistoryQuery): Promise<readonly StandingHistoryEntry[]> {
    return await this.#needs.reader.history(query);
  }

  async #standing(kind: 'bypass' | 'block', now: number, groups: Groups) {
    const { reader, recent } = this.#needs;
    const waiting = await recent.read(MOST_WAITING);
    const fresh = waiting.flatMap(({ kind: one, userId }) =>
      isAbout(one, kind) && userId !== undefined ? [userId] : [],
    );
    const users = await reader.candidates(kind, now, [...new Set(fresh)], groups);
    const standings: ReadonlyMap<string, Standing> = await this.#needs.standings.read(
      users.map(({ userId }) => userId),
    );
    return { users, standings, waiting };
  }

  /** What waits in Redis is newer than every row. */
  async #causes(
    kinds: readonly string[],
    outcomes: readonly string[],
    users: readonly StandingEntry[],
    waiting: readonly JournalFields[],
  ): Promise<ReadonlyMap<string, StandingCause>> {
    if (users.length === 0) return new Map();
    const ids = users.map(({ userId }) => userId);
    const rows = await this.#needs.reader.causes(kinds, outcomes, ids);
    const causes = new Map(rows.map((row) => [row.userId, row]));
    for (const entry of waiting.toReversed()) {
      const { userId, kind, outcome, occurredAt } = entry;
      if (userId === undefined || !kinds.includes(kind) || !outcomes.includes(outcome)) continue;
      const details = detailsOf(entry);
      const [by, reason] = [textOf(details['actor']), textOf(details['reason'])];
      causes.set(userId, { userId, at: occurredAt, by, reason });
    }
    return causes;
  }
}

function isAbout(entryKind: string, kind: 'bypass' | 'block'): boolean {
  // A lockout comes with a refused sign-in.
  return kind === 'bypass' ? entryKind === 'bypass' : ['block', 'lockout', 'authentication'].includes(entryKind);
}
