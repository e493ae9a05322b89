import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database } from '../../../../platform/database.ts';
import type {
  StandingCause,
  StandingEntry,
  StandingHistoryEntry,
  StandingHistoryQuery,
  StandingsReader,
} from '../../application/ports/standings-reader.ts';

/** More than a page of people can look at; whoever needs more reads the report. */
const MOST_USERS = 1_000;
const IN_FORCE = {
  bypass: 's.bypass_until > at.now',
  block: '(s.blocked_until > at.now OR s.locked_until > at.now)',
} as const;
const AT = `(extract(epoch FROM j.occurred_at) * 1000)::bigint AS at, coalesce(j.details->>'actor', '') AS by,
  coalesce(j.details->>'reason', '') AS reason`;
/** What belongs to the history of a kind, and what each entry is called there. */
const HISTORY = {
  bypass: `(j.kind = 'bypass' OR (j.kind = 'authentication' AND j.outcome = 'accepted' AND j.details->>'basis' = 'one_time_bypass'))`,
  block: `j.kind IN ('block', 'lockout')`,
} as const;

interface HistoryRow {
  readonly sequence: unknown;
  readonly user_id: string;
  readonly user_name: string;
  readonly kind: string;
  readonly outcome: string;
  readonly at: unknown;
  readonly by: string;
  readonly reason: string;
  readonly authentication_id: string;
}

/** Bypasses and blocks in the nearest copy. */
export class PostgresStandingsReader implements StandingsReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async candidates(
    kind: 'bypass' | 'block',
    now: number,
    alsoUsers: readonly string[],
    groups: readonly string[] | undefined,
  ): Promise<readonly StandingEntry[]> {
    const text = `
      WITH at AS (SELECT to_timestamp($1 / 1000.0) AS now), wanted AS (
        (SELECT s.user_id FROM user_standings s, at WHERE ${IN_FORCE[kind]} LIMIT ${MOST_USERS})
        UNION SELECT unnest($2::uuid[])
      )
      SELECT u.id AS "userId", u.user_name AS "userName" FROM users u JOIN wanted w ON w.user_id = u.id
      WHERE $3::text[] IS NULL OR EXISTS (SELECT FROM user_groups g WHERE g.user_id = u.id AND g.group_name = ANY($3))
      ORDER BY u.user_name LIMIT ${MOST_USERS}`;
    return await this.#database.read(
      async (manager) => (await manager.query(text, [now, alsoUsers, groups ?? null])) as StandingEntry[],
    );
  }

  async causes(
    kinds: readonly string[],
    outcomes: readonly string[],
    userIds: readonly string[],
  ): Promise<readonly StandingCause[]> {
    const text = `SELECT DISTINCT ON (j.user_id) j.user_id AS "userId", ${AT} FROM journal j
      WHERE j.user_id = ANY($1::uuid[]) AND j.kind = ANY($2::text[]) AND j.outcome = ANY($3::text[])
      ORDER BY j.user_id, j.occurred_at DESC`;
    return await this.#database.read(async (manager) => {
      const rows = (await manager.query(text, [userIds, kinds, outcomes])) as (StandingCause & { at: unknown })[];
      return rows.map((row) => ({ ...row, at: wholeNumber(row.at) }));
    });
  }

  async history({
    kind,
    userId,
    groups,
    before,
    limit,
  }: StandingHistoryQuery): Promise<readonly StandingHistoryEntry[]> {
    const text = `SELECT j.sequence, j.user_id, j.user_name, j.kind, j.outcome, ${AT}, j.authentication_id FROM journal j
      WHERE ${HISTORY[kind]} AND ($1::uuid IS NULL OR j.user_id = $1) AND ($2::bigint IS NULL OR j.sequence < $2)
        AND ($3::text[] IS NULL OR j.user_id IN (SELECT g.user_id FROM user_groups g WHERE g.group_name = ANY($3)))
      ORDER BY j.sequence DESC LIMIT $4`;
    const values = [userId === '' ? null : userId, before ?? null, groups ?? null, limit];
    return await this.#database.read(async (manager) =>
      ((await manager.query(text, values)) as HistoryRow[]).map(toHistoryEntry),
    );
  }
}

function toHistoryEntry(row: HistoryRow): StandingHistoryEntry {
  return {
    sequence: wholeNumber(row.sequence),
    userId: row.user_id,
    userName: row.user_name,
    action: row.kind === 'authentication' ? 'used' : row.outcome,
    at: wholeNumber(row.at),
    by: row.by,
    reason: row.reason,
    authenticationId: row.authentication_id,
  };
}
