import type { EntityManager } from 'typeorm';
import type { Database } from '../../../../platform/database.ts';
import { readFresh } from '../../../administration/index.ts';
import type { ListedToken, TokenList, TokenPage, TokenQuery } from '../../application/ports/token-list.ts';
import type { AuthenticatorParameters } from './authenticator.record.ts';

const MAX_COUNTED = 10_001;
/** The index of migration 0008 has this expression. */
const SERIAL = `(lower(coalesce(a.serial_number, '')) COLLATE "C")`;

interface Row {
  readonly id: string;
  readonly serial: string;
  readonly serial_number: string | null;
  readonly kind: string;
  readonly parameters: AuthenticatorParameters;
  readonly user_id: string | null;
  readonly user_name: string | null;
  readonly last_used_at: Date | null;
  readonly drift_steps: number;
  readonly state: string;
  readonly name: string;
  readonly bound_at: Date | null;
  readonly created_at: Date;
}

/** {@link TokenList} in Postgres, page by page along an index. */
export class PostgresTokenList implements TokenList {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(query: TokenQuery): Promise<TokenPage> {
    return await readFresh(this.#database, async (manager) => await select(manager, query));
  }
}

async function select(manager: EntityManager, query: TokenQuery): Promise<TokenPage> {
  const { conditions, values } = conditionsOf(query);
  const where = `WHERE ${conditions.join(' AND ')}`;
  const [{ total }]: [{ total: number }] = await manager.query(
    `SELECT count(*)::int AS total FROM (SELECT 1 FROM authenticators a ${where} LIMIT ${MAX_COUNTED}) AS counted`,
    values,
  );
  const after = query.after;
  const paged = after === undefined ? values : [...values, after.serial, after.id];
  const beyond =
    after === undefined ? '' : `AND (${SERIAL}, a.id) > ($${values.length + 1}, $${values.length + 2}::uuid)`;
  const rows: Row[] = await manager.query(
    `SELECT a.id, ${SERIAL} AS serial, a.serial_number, a.kind, a.parameters, a.user_id, u.user_name, a.last_used_at,
       a.drift_steps, a.state, a.name, a.bound_at, a.created_at
     FROM authenticators a LEFT JOIN users u ON u.id = a.user_id
     ${where} ${beyond} ORDER BY ${SERIAL}, a.id LIMIT ${query.limit + 1}`,
    paged,
  );
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    total,
    tokens: page.map(toToken),
    next: last === undefined ? undefined : { serial: last.serial, id: last.id },
  };
}

function conditionsOf({ search, state, kind, scope }: TokenQuery): { conditions: string[]; values: unknown[] } {
  const conditions = [`a.kind IN ('totp', 'hotp')`];
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  if (kind !== undefined) conditions.push(`a.kind = ${value(kind)}`);
  if (state === 'unassigned' || state === 'assigned') {
    conditions.push(`a.user_id IS ${state === 'assigned' ? 'NOT ' : ''}NULL`);
  } else if (state !== undefined) {
    conditions.push(`a.state = ${value(state)}`);
  }
  if (search !== '') {
    const prefix = value(`${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(${SERIAL} LIKE ${prefix} OR a.user_id IN (
      SELECT n.user_id FROM user_names n WHERE n.canonical_name LIKE ${prefix}))`);
  }
  if (scope.kind === 'groups') {
    conditions.push(`(a.user_id IS NULL OR EXISTS (
      SELECT 1 FROM user_groups g WHERE g.user_id = a.user_id AND g.group_name = ANY(${value(scope.groups)}::text[])))`);
  }
  return { conditions, values };
}

function toToken(row: Row): ListedToken {
  return {
    ...makeOf(row),
    id: row.id,
    serialNumber: row.serial_number ?? '',
    kind: row.kind,
    userId: row.user_id ?? '',
    userName: row.user_name ?? '',
    driftSteps: row.drift_steps,
    state: row.state,
    name: row.name,
    lastUsedAt: milliseconds(row.last_used_at),
    boundAt: milliseconds(row.bound_at),
    createdAt: milliseconds(row.created_at),
  };
}

function makeOf({ kind, parameters }: Row) {
  const { algorithm = 'SHA1', digits = 6, periodSeconds = 30, manufacturer = '', model = '' } = parameters;
  return { algorithm, digits, periodSeconds: kind === 'hotp' ? 0 : periodSeconds, manufacturer, model };
}

function milliseconds(at: Date | null): number {
  return at === null ? 0 : at.getTime();
}
