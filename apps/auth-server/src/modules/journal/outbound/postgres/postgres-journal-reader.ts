import { isDomainError } from '@countersign/errors';
import type { EntityManager } from 'typeorm';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database } from '../../../../platform/database.ts';
import type { Json } from '../../application/ports/journal-event.ts';
import type { LedgerHead } from '../../application/ports/journal-ledger.ts';
import type { JournalCopy, JournalQuery, JournalReader } from '../../application/ports/journal-reader.ts';
import type { JournalRow } from '../../application/ports/journal-row.ts';

const COLUMNS = `
  sequence, event_id, (extract(epoch FROM occurred_at) * 1000)::bigint AS occurred_at, kind, user_id, user_name, outcome, reason,
  relying_party, server, client_address, authentication_id, details, previous_hash, hash`;

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
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the journal from whichever copy is near. */
export class PostgresJournalReader implements JournalReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async search(query: JournalQuery): Promise<JournalRow[]> {
    return await this.#database.read(async (manager) => {
      const user = query.user === '' ? undefined : await resolveUser(manager, query.user);
      const { where, values } = conditions(query, user);
      const limit = `LIMIT $${values.length + 1}`;
      const text = `SELECT ${COLUMNS} FROM journal WHERE ${where} ORDER BY sequence DESC ${limit}`;
      return toRows(await manager.query(text, [...values, query.limit]));
    });
  }

  async between(from: number, to: number, after: number, limit: number): Promise<JournalRow[]> {
    return await this.#database.read(async (manager) => {
      const text = `
        SELECT ${COLUMNS} FROM journal
        WHERE sequence > $1 AND ($2::float8 = 0 OR occurred_at >= to_timestamp($2 / 1000.0))
          AND ($3::float8 = 0 OR occurred_at < to_timestamp($3 / 1000.0))
        ORDER BY sequence LIMIT $4`;
      return toRows(await manager.query(text, [after, from, to, limit]));
    });
  }

  async latest(limit: number): Promise<JournalRow[]> {
    return await this.#database.read(async (manager) => {
      const rows = await manager.query(`SELECT ${COLUMNS} FROM journal ORDER BY sequence DESC LIMIT $1`, [limit]);
      return toRows(rows).reverse();
    });
  }

  async head(): Promise<LedgerHead> {
    return await this.#database.read(async (manager) => await new PostgresJournalCopy(manager).head());
  }

  async onOneCopy<T>(fn: (copy: JournalCopy) => Promise<T>): Promise<T> {
    const run = async (manager: EntityManager): Promise<T> => await fn(new PostgresJournalCopy(manager));
    try {
      return await this.#database.readPrimary(run);
    } catch (error) {
      if (!isDomainError(error, 'master_offline')) throw error;
      return await this.#database.read(run);
    }
  }
}

class PostgresJournalCopy implements JournalCopy {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async head(): Promise<LedgerHead> {
    const rows = (await this.#manager.query(
      'SELECT last_sequence, last_hash, last_stream_id, redis_generation FROM journal_head',
    )) as { last_sequence: unknown; last_hash: Buffer; last_stream_id: string; redis_generation: string }[];
    const [row] = rows;
    if (row === undefined) throw new Error('journal_head has no row');
    return {
      sequence: wholeNumber(row.last_sequence),
      hash: row.last_hash,
      streamId: row.last_stream_id,
      redisGeneration: row.redis_generation,
    };
  }

  async rows(after: number, to: number, limit: number): Promise<JournalRow[]> {
    const text = `SELECT ${COLUMNS} FROM journal WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence LIMIT $3`;
    return toRows(await this.#manager.query(text, [after, to, limit]));
  }

  async highestSequence(): Promise<number> {
    const rows = (await this.#manager.query('SELECT sequence FROM journal ORDER BY sequence DESC LIMIT 1')) as Row[];
    return wholeNumber(rows[0]?.sequence ?? 0);
  }

  async position(): Promise<string | undefined> {
    const rows = (await this.#manager.query(
      `SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END::text AS lsn`,
    )) as { lsn: string | null }[];
    return rows[0]?.lsn ?? undefined;
  }
}

/** The id that a name leads to, so that every entry of the user is found, whichever name was typed. */
async function resolveUser(manager: EntityManager, user: string): Promise<{ id?: string; name?: string }> {
  if (UUID.test(user)) return { id: user };
  const rows = (await manager.query('SELECT user_id FROM user_names WHERE canonical_name = $1', [user])) as {
    user_id: string;
  }[];
  return rows[0] === undefined ? { name: user } : { id: rows[0].user_id };
}

function conditions(query: JournalQuery, user: { id?: string; name?: string } | undefined) {
  const wanted: readonly (readonly [unknown, (place: string) => string])[] = [
    [user?.id, (place) => `user_id = ${place}`],
    [user?.name, (place) => `user_name = ${place}`],
    [query.from, (place) => `occurred_at >= to_timestamp(${place} / 1000.0)`],
    [query.to, (place) => `occurred_at < to_timestamp(${place} / 1000.0)`],
    [query.kind, (place) => `kind = ${place}`],
    [query.outcome, (place) => `outcome = ${place}`],
    [query.reason, (place) => `reason = ${place}`],
    [likePattern(query.actor), (place) => `details->>'actor' ILIKE ${place}`],
    [query.action, (place) => `details->>'action' = ${place}`],
    [query.object, (place) => `${place}::text IN (relying_party, server)`],
    [
      query.groups,
      (place) => `user_id IN (SELECT g.user_id FROM user_groups g WHERE g.group_name = ANY(${place}::text[]))`,
    ],
    [query.before, (place) => `sequence < ${place}`],
  ];
  const given = wanted.filter(([value]) => value !== undefined && value !== '' && value !== 0);
  const where = given.map(([, part], index) => part(`$${index + 1}`)).join(' AND ');
  return { where: where === '' ? 'true' : where, values: given.map(([value]) => value) };
}

function likePattern(part: string): string | undefined {
  return part === '' ? undefined : `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

function toRows(rows: unknown): JournalRow[] {
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
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
}
