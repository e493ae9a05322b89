import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database } from '../../../../platform/database.ts';
import type { Json } from '../../../journal/index.ts';
import type { AttemptQuery, AttemptReader, PlacedEntry } from '../../application/ports/attempt-reader.ts';

const COLUMNS = `j.sequence, j.event_id, (extract(epoch FROM j.occurred_at) * 1000)::bigint AS occurred_at, j.kind, j.user_id,
  j.user_name, j.outcome, j.reason, j.relying_party, j.server, j.client_address, j.authentication_id, j.details`;
/** A sign-in has as many entries as it had rounds, and one per message. */
const MOST_ENTRIES = 200;
const MOST_APPLICATIONS = 2_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Row {
  readonly sequence: unknown;
  readonly event_id: string;
  readonly occurred_at: unknown;
  readonly kind: string;
  readonly user_id: string | null;
  readonly user_name: string;
  readonly outcome: string;
  readonly reason: string;
  readonly relying_party: string;
  readonly server: string;
  readonly client_address: string;
  readonly authentication_id: string;
  readonly details: Json;
}

/** Sign-ins in the nearest copy of the journal. */
export class PostgresAttemptReader implements AttemptReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async search(query: AttemptQuery): Promise<readonly PlacedEntry[]> {
    const userId = query.user === '' ? undefined : await this.userIdOf(query.user);
    const { where, values } = conditions(query, userId);
    const text = `SELECT ${COLUMNS} FROM journal j
      WHERE j.kind = 'authentication' AND ${where} AND NOT EXISTS (
        SELECT FROM journal later
        WHERE later.authentication_id = j.authentication_id AND later.authentication_id <> ''
          AND later.kind = 'authentication' AND later.sequence > j.sequence)
      ORDER BY j.sequence DESC LIMIT $${values.length + 1}`;
    return await this.#database.read(async (manager) => toEntries(await manager.query(text, [...values, query.limit])));
  }

  async entriesOf(authenticationId: string): Promise<readonly PlacedEntry[]> {
    const text = `SELECT ${COLUMNS} FROM journal j WHERE j.authentication_id = $1 AND j.authentication_id <> ''
      ORDER BY j.sequence LIMIT ${MOST_ENTRIES}`;
    return await this.#database.read(async (manager) => toEntries(await manager.query(text, [authenticationId])));
  }

  async usersIn(groups: readonly string[], userIds: readonly string[]): Promise<ReadonlySet<string>> {
    const text = `SELECT DISTINCT user_id FROM user_groups WHERE user_id = ANY($1::uuid[]) AND group_name = ANY($2::text[])`;
    return await this.#database.read(async (manager) => {
      const rows = (await manager.query(text, [userIds, groups])) as { user_id: string }[];
      return new Set(rows.map(({ user_id: id }) => id));
    });
  }

  async userIdOf(canonicalName: string): Promise<string | undefined> {
    if (UUID.test(canonicalName)) return canonicalName;
    return await this.#database.read(async (manager) => {
      const text = 'SELECT user_id FROM user_names WHERE canonical_name = $1';
      const rows = (await manager.query(text, [canonicalName])) as { user_id: string }[];
      return rows[0]?.user_id;
    });
  }

  async applications(): Promise<readonly { readonly id: string; readonly name: string; readonly kind: string }[]> {
    const text = `SELECT id, application_name AS name, kind FROM relying_parties ORDER BY application_name LIMIT ${MOST_APPLICATIONS}`;
    return await this.#database.read(
      async (manager) => (await manager.query(text)) as { id: string; name: string; kind: string }[],
    );
  }
}

function conditions(query: AttemptQuery, userId: string | undefined) {
  const wanted: readonly (readonly [unknown, (place: string) => string])[] = [
    [userId, (place) => `j.user_id = ${place}`],
    [userId === undefined ? query.user : '', (place) => `j.user_name = ${place}`],
    [query.relyingParty, (place) => `j.relying_party = ${place}`],
    [query.outcome, (place) => `j.outcome = ${place}`],
    [query.reason, (place) => `j.reason = ${place}`],
    [query.method, (place) => `j.details->>'method' = ${place}`],
    [query.server, (place) => `j.server = ${place}`],
    [query.from, (place) => `j.occurred_at >= to_timestamp(${place} / 1000.0)`],
    [query.to, (place) => `j.occurred_at < to_timestamp(${place} / 1000.0)`],
    [
      query.groups,
      (place) => `j.user_id IN (SELECT g.user_id FROM user_groups g WHERE g.group_name = ANY(${place}::text[]))`,
    ],
    [query.before, (place) => `j.sequence < ${place}`],
    [query.after, (place) => `j.sequence > ${place}`],
  ];
  const given = wanted.filter(([value]) => value !== undefined && value !== '' && value !== 0);
  const where = given.map(([, part], index) => part(`$${index + 1}`)).join(' AND ');
  return { where: where === '' ? 'true' : where, values: given.map(([value]) => value) };
}

function toEntries(rows: unknown): readonly PlacedEntry[] {
  return (rows as Row[]).map((row) => ({
    sequence: wholeNumber(row.sequence),
    eventId: row.event_id,
    occurredAt: wholeNumber(row.occurred_at),
    kind: row.kind,
    userId: row.user_id ?? undefined,
    userName: row.user_name,
    outcome: row.outcome,
    reason: row.reason,
    relyingParty: row.relying_party,
    server: row.server,
    clientAddress: row.client_address,
    authenticationId: row.authentication_id,
    details: row.details,
  }));
}
