import type { AdministrationScope } from '@countersign/domain';
import type { EntityManager } from 'typeorm';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import { LARGEST_EXACT_TOTAL, type SelectedUser, type UserCounters } from '../../application/ports/user-search.ts';

const DAY_MS = 86_400_000;
/** Nobody administers so many groups by hand, and a list is short. */
const MOST_GROUPS = 50;

/** Whether a user of table alias `x` is in one of the groups `$1`; NULL: everything is in scope. */
const inScope = (column: string): string =>
  `($1::text[] IS NULL OR EXISTS (SELECT 1 FROM user_groups g WHERE g.user_id = ${column} AND g.group_name = ANY($1)))`;
const listed = (column: string): string =>
  `NOT EXISTS (SELECT 1 FROM users d WHERE d.id = ${column} AND d.deleted_at IS NOT NULL)`;
const byLexeme = (lexeme: string): string =>
  `user_search s WHERE s.words @@ '''${lexeme}'''::tsquery AND ${inScope('s.user_id')}`;
const byStanding = (column: string): string =>
  `user_standings t WHERE t.${column} > $2::timestamptz AND ${inScope('t.user_id')} AND ${listed('t.user_id')}`;
const byInactivity = (place: string): string =>
  `user_activity a WHERE a.last_sign_in_at <= ${place}::timestamptz AND ${inScope('a.user_id')} AND ${listed('a.user_id')}`;

const COUNTED: Readonly<Record<keyof UserCounters, string>> = {
  all: `user_search s WHERE ${inScope('s.user_id')}`,
  notEnrolled: byLexeme('s=unenrolled'),
  blocked: byStanding('blocked_until'),
  locked: byStanding('locked_until'),
  bypassActive: byStanding('bypass_until'),
  inactiveThirtyDays: byInactivity('$3'),
  inactiveNinetyDays: byInactivity('$4'),
  noBackup: byLexeme('s=nobackup'),
  disabled: byLexeme('s=disabled'),
  deleted: `users u WHERE u.deleted_at IS NOT NULL AND ${inScope('u.id')}`,
};

const SELECT_COUNTERS = `SELECT ${Object.entries(COUNTED)
  .map(
    ([name, from]) =>
      `(SELECT count(*) FROM (SELECT 1 FROM ${from} LIMIT ${LARGEST_EXACT_TOTAL + 1}) AS found) AS "${name}"`,
  )
  .join(', ')}
  WHERE $1::text[] IS NOT NULL OR $2::timestamptz < 'infinity' AND $3::timestamptz < $2 AND $4::timestamptz < $3`;

/** All counters in one statement; each stops counting early. */
export async function selectCounters(
  manager: EntityManager,
  scope: AdministrationScope,
  now: number,
): Promise<UserCounters> {
  const instants = [now, now - 30 * DAY_MS, now - 90 * DAY_MS].map((at) => new Date(at));
  const [row] = (await manager.query(SELECT_COUNTERS, [groupsOf(scope), ...instants])) as Record<string, unknown>[];
  const names = Object.keys(COUNTED) as (keyof UserCounters)[];
  return Object.fromEntries(names.map((name) => [name, wholeNumber(row?.[name] ?? 0)])) as unknown as UserCounters;
}

/** Goes from group to group by the index instead of reading every membership. */
const SELECT_GROUPS = `
  WITH RECURSIVE named AS (
    (SELECT group_name FROM user_groups WHERE group_name >= $1 ORDER BY group_name LIMIT 1)
    UNION ALL
    SELECT (SELECT g.group_name FROM user_groups g WHERE g.group_name > named.group_name ORDER BY g.group_name LIMIT 1)
    FROM named WHERE named.group_name IS NOT NULL
  )
  SELECT group_name FROM named
  WHERE group_name IS NOT NULL AND ($2 = '' OR search_fold(group_name) LIKE search_fold($2) || '%')
    AND ($3::text[] IS NULL OR group_name = ANY($3))
  LIMIT ${MOST_GROUPS}`;

/** Groups by their beginning, without case and accents. */
export async function selectGroups(
  manager: EntityManager,
  prefix: string,
  scope: AdministrationScope,
): Promise<readonly string[]> {
  const pattern = prefix.replaceAll(/[\\%_]/g, '\\$&');
  const rows = (await manager.query(SELECT_GROUPS, ['', pattern, groupsOf(scope)])) as { group_name: string }[];
  return rows.map(({ group_name: name }) => name);
}

/** Those of the ids that an administrator may see, in the order of their ids. */
export async function selectVisible(
  manager: EntityManager,
  ids: readonly string[],
  scope: AdministrationScope,
): Promise<readonly SelectedUser[]> {
  const rows = (await manager.query(
    `SELECT u.id, u.user_name FROM users u WHERE u.id = ANY($2::uuid[]) AND ${inScope('u.id')} ORDER BY u.id`,
    [groupsOf(scope), ids],
  )) as { id: string; user_name: string }[];
  return rows.map((row) => ({ id: row.id, userName: row.user_name }));
}

function groupsOf(scope: AdministrationScope): readonly string[] | null {
  return scope.kind === 'everything' ? null : scope.groups;
}
