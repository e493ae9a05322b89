import type { AdministrationScope } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { EntityManager } from 'typeorm';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database } from '../../../../platform/database.ts';
import { readFresh } from '../../../administration/index.ts';
import {
  type FoundUser,
  LARGEST_EXACT_TOTAL,
  type SelectedUser,
  type UserCounters,
  type UserSearch,
  type UserSearchPage,
  type UserSearchRequest,
  type UserSelection,
  type UserSort,
} from '../../application/ports/user-search.ts';
import { selectCounters, selectGroups, selectVisible } from './user-counters.sql.ts';
import type { SearchConditions } from './user-search-conditions.ts';
import { BOTH_VALUES, conditionsOf, indexedMatch, matchAll, walkedMatch } from './user-search-match.ts';
import { type UserRow, toManagedUser } from './user-row.mapper.ts';
import { SELECT_USER } from './user-select.sql.ts';

interface Key {
  readonly id: string;
  readonly sort_key: string;
}

/** Where a page ended: the key of its last row, and how many rows there were in all. */
type Cursor = readonly [key: string, id: string, total: number];

const SORT_COLUMNS: Readonly<Record<UserSort, string>> = {
  user_name: 's.user_name',
  last_sign_in: 'a.last_sign_in_at',
  created: 's.created_at',
};
const KEY_TYPES: Readonly<Record<UserSort, string>> = {
  user_name: 'text COLLATE "C"',
  last_sign_in: 'timestamptz',
  created: 'timestamptz',
};

/**
 * {@link UserSearch} over `user_search`. A page is found in one of two ways: rare words by their index, then sorted; common
 * ones by walking the list in its order until there are enough. How many there are decides, and counting stops early.
 */
export class PostgresUserSearch implements UserSearch {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(request: UserSearchRequest): Promise<UserSearchPage> {
    const cursor = readCursor(request.cursor, request.sort);
    return await readFresh(this.#database, async (manager) => {
      const conditions = await conditionsOf(manager, request, request.sort === 'last_sign_in');
      if (conditions.isEmpty) return { users: [], next: undefined, total: 0 };
      const total = cursor?.[2] ?? (await countWithin(manager, request, conditions));
      const keys = await selectKeys(manager, request, { conditions, cursor, total });
      const shown = keys.slice(0, request.size);
      const users = await selectUsers(
        manager,
        shown.map(({ id }) => id),
      );
      const last = keys.length > request.size ? shown.at(-1) : undefined;
      return {
        users,
        next: last === undefined ? undefined : writeCursor([last.sort_key, last.id, total]),
        total: request.withTotal ? total : 0,
      };
    });
  }

  async count(selection: UserSelection): Promise<number> {
    return await readFresh(this.#database, async (manager) => {
      const conditions = await conditionsOf(manager, selection, false);
      return conditions.isEmpty ? 0 : await countWithin(manager, selection, conditions);
    });
  }

  async counters(scope: AdministrationScope, now: number): Promise<UserCounters> {
    return await readFresh(this.#database, async (manager) => await selectCounters(manager, scope, now));
  }

  async groups(prefix: string, scope: AdministrationScope): Promise<readonly string[]> {
    return await readFresh(this.#database, async (manager) => await selectGroups(manager, prefix, scope));
  }

  async selected(selection: UserSelection, after: string, size: number): Promise<readonly SelectedUser[]> {
    return await readFresh(this.#database, async (manager) => {
      const conditions = await conditionsOf(manager, selection, false);
      if (conditions.isEmpty) return [];
      const rows = (await manager.query(
        `SELECT s.user_id AS id, s.user_name FROM ${conditions.from} WHERE ${matchAll(conditions)} AND s.user_id > $3
          ORDER BY s.user_id LIMIT $4`,
        [conditions.lexemes ?? null, new Date(selection.now), after, size],
      )) as { id: string; user_name: string }[];
      return rows.map((row) => ({ id: row.id, userName: row.user_name }));
    });
  }

  async visible(ids: readonly string[], scope: AdministrationScope): Promise<readonly SelectedUser[]> {
    return await readFresh(this.#database, async (manager) => await selectVisible(manager, ids, scope));
  }
}

async function countWithin(
  manager: EntityManager,
  { now }: UserSelection,
  conditions: SearchConditions,
): Promise<number> {
  // Without words or standings the times of the last sign-in alone are counted: their index has nothing else in it.
  const isOfActivity = conditions.lexemes === undefined && conditions.where.length > 0 && !conditions.usesStandings;
  const from = isOfActivity && !conditions.isOfTheBin ? 'user_activity a' : conditions.from;
  const notDeleted =
    from === 'user_activity a'
      ? 'AND NOT EXISTS (SELECT 1 FROM users d WHERE d.id = a.user_id AND d.deleted_at IS NOT NULL)'
      : '';
  const [row] = (await manager.query(
    `SELECT count(*) AS total FROM (SELECT 1 FROM ${from} WHERE ${matchAll(conditions)} ${notDeleted}
      LIMIT ${LARGEST_EXACT_TOTAL + 1}) AS found`,
    [conditions.lexemes ?? null, new Date(now)],
  )) as { total: unknown }[];
  return wholeNumber(row?.total ?? 0);
}

interface Search {
  readonly conditions: SearchConditions;
  readonly cursor: Cursor | undefined;
  readonly total: number;
}

async function selectKeys(manager: EntityManager, request: UserSearchRequest, search: Search): Promise<readonly Key[]> {
  const { conditions, cursor, total } = search;
  const { isDescending, size } = request;
  const offset = cursor === undefined ? request.offset : 0;
  const column = SORT_COLUMNS[request.sort];
  const direction = isDescending ? 'DESC' : 'ASC';
  const isWalked = conditions.lexemes === undefined || isCommon(total, offset);
  const match = isWalked ? walkedMatch(conditions) : indexedMatch(conditions);
  const where = [...conditions.where, match, keysetOf(request, cursor), BOTH_VALUES].filter((each) => each !== '');
  const rows = `SELECT s.user_id AS id, ${column} AS sort_key FROM ${conditions.from} WHERE ${where.join(' AND ')}`;
  const found = isWalked
    ? `(${rows} ORDER BY ${column} ${direction}, s.user_id ${direction} LIMIT $5 OFFSET $6)`
    : `(WITH hits AS MATERIALIZED (${rows})
        SELECT id, sort_key FROM hits ORDER BY sort_key ${direction}, id ${direction} LIMIT $5 OFFSET $6)`;
  const [key, id] = cursor ?? [null, null];
  return (await manager.query(
    `SELECT id, sort_key::text FROM ${found} AS found ORDER BY found.sort_key ${direction}, id ${direction}`,
    [conditions.lexemes ?? null, new Date(request.now), key, id, size + 1, offset],
  )) as Key[];
}

/** What follows the last row of the page before; `$3` and `$4` are its key and id. */
function keysetOf({ sort, isDescending }: UserSearchRequest, cursor: Cursor | undefined): string {
  if (cursor === undefined) return '($3::text IS NULL AND $4::uuid IS NULL)';
  return `(${SORT_COLUMNS[sort]}, s.user_id) ${isDescending ? '<' : '>'} ($3::${KEY_TYPES[sort]}, $4::uuid)`;
}

/** How many rows the list may have for the walk to be worth it; only the order of magnitude counts. */
const LIST_SIZE = 1_000_000;

/** Whether walking the list up to the end of the page reads fewer rows than reading all that match. */
function isCommon(total: number, offset: number): boolean {
  return (offset + 50) * LIST_SIZE * 2 < total * total;
}

interface FoundRow extends UserRow {
  readonly last_sign_in_at: string | null;
  readonly deleted_at: Date | null;
  readonly directory_name: string | null;
}

const SELECT_FOUND = SELECT_USER.replace(
  'SELECT u.id,',
  `SELECT (SELECT extract(epoch FROM nullif(a.last_sign_in_at, '-infinity')) * 1000 FROM user_activity a WHERE a.user_id = u.id)
    AS last_sign_in_at, u.deleted_at, u.directory_name, u.id,`,
);

async function selectUsers(manager: EntityManager, ids: readonly string[]): Promise<readonly FoundUser[]> {
  if (ids.length === 0) return [];
  const rows = (await manager.query(
    `${SELECT_FOUND} JOIN unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place) ON wanted.id = u.id ORDER BY wanted.place`,
    [ids],
  )) as FoundRow[];
  return rows.map((row) => ({
    user: toManagedUser(row),
    lastSignInAt: row.last_sign_in_at === null ? 0 : Math.round(Number(row.last_sign_in_at)),
    deletedAt: row.deleted_at?.getTime() ?? 0,
    isFromDirectory: row.directory_name !== null,
  }));
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
}

const UUID = /^[0-9a-f-]{36}$/;
const INSTANT = /^(-infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?)$/;

function readCursor(text: string | undefined, sort: UserSort): Cursor | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const [key, id, total] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
    const isKey = typeof key === 'string' && (sort === 'user_name' ? !key.includes('\0') : INSTANT.test(key));
    if (isKey && typeof id === 'string' && UUID.test(id) && Number.isSafeInteger(total))
      return [key, id, total as number];
  } catch {
    // Not one of ours; refused below.
  }
  throw new DomainError('invalid_request', 'The field cursor is not one that a page gave.', { field: 'cursor' });
}
