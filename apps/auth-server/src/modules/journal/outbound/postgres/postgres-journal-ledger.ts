import type { EntityManager } from 'typeorm';
import { codeOf } from '../../../../outbound/postgres/error-facts.ts';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database } from '../../../../platform/database.ts';
import type { DecidedEvent } from '../../application/ports/journal-event.ts';
import {
  DuplicateEvent,
  type JournalLedger,
  type LedgerDraft,
  type LedgerHead,
  type ProjectedFacts,
} from '../../application/ports/journal-ledger.ts';
import type { JournalRow } from '../../application/ports/journal-row.ts';
import { parseEvent } from '../parse-event.ts';
import { unreadableEvent } from '../unreadable-event.ts';
import { writeFacts } from './write-facts.ts';

/** Any number, the same in every release: one server at a time extends the chain. */
const CHAIN_LOCK = 4_443_002;
const DAY_MS = 86_400_000;

interface PendingRow {
  readonly id: unknown;
  readonly event: unknown;
  readonly created_at: Date;
}

/** The partitioned table and its head. */
export class PostgresJournalLedger implements JournalLedger {
  readonly #database: Database;
  readonly #knownMonths = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  async extend<T>(
    fn: (draft: LedgerDraft) => Promise<T>,
  ): Promise<{ result: T; commitLsn: string | undefined } | undefined> {
    const outcome = await this.#database.write(async (manager) => {
      const rows = (await manager.query('SELECT pg_try_advisory_xact_lock($1) AS "isOurs"', [CHAIN_LOCK])) as {
        isOurs: boolean;
      }[];
      if (rows[0]?.isOurs !== true) return undefined;
      const head = await readHead(manager);
      return { result: await fn(new PostgresDraft(manager, head, this.#knownMonths)) };
    });
    return outcome === undefined ? undefined : { ...outcome, commitLsn: this.#database.lastCommitLsn() };
  }

  epoch(): number {
    return this.#database.mode().epoch;
  }

  isReplicated(commitLsn: string): boolean {
    return this.#database.isReplicated(commitLsn);
  }

  async preparePartitions(now: number): Promise<void> {
    await this.#database.write(async (manager) => {
      for (const at of [now, now + 31 * DAY_MS]) await ensurePartition(manager, at);
    });
  }

  async forgetIdempotencyKeys(olderThan: number): Promise<void> {
    await this.#database.write(async (manager) => {
      await manager.query('DELETE FROM idempotency_keys WHERE created_at < to_timestamp($1 / 1000.0)', [olderThan]);
    });
  }
}

class PostgresDraft implements LedgerDraft {
  readonly head: LedgerHead;
  readonly #manager: EntityManager;
  readonly #knownMonths: Set<string>;

  constructor(manager: EntityManager, head: LedgerHead, knownMonths: Set<string>) {
    this.#manager = manager;
    this.head = head;
    this.#knownMonths = knownMonths;
  }

  async takePending(limit: number): Promise<DecidedEvent[]> {
    const [rows] = (await this.#manager.query(
      `DELETE FROM journal_pending WHERE id IN (SELECT id FROM journal_pending ORDER BY id LIMIT $1)
       RETURNING id, event, created_at`,
      [limit],
    )) as [PendingRow[], number];
    return rows
      .map((row) => ({ ...row, id: wholeNumber(row.id) }))
      .sort((one, other) => one.id - other.id)
      .map(({ id, event, created_at: at }) => {
        const { outcome = 'done', reason = '' } = event as { outcome?: string; reason?: string };
        const parsed = parseEvent(event, { outcome, reason });
        return parsed ?? unreadableEvent(`change ${id}`, JSON.stringify(event), at.getTime());
      });
  }

  async known(events: readonly Pick<DecidedEvent, 'eventId' | 'occurredAt'>[]): Promise<ReadonlySet<string>> {
    const rows = (await this.#manager.query(
      `SELECT j.event_id FROM unnest($1::uuid[], $2::float8[]) AS e (event_id, at)
       JOIN journal j ON j.event_id = e.event_id AND j.occurred_at = to_timestamp(e.at / 1000.0)`,
      [events.map(({ eventId }) => eventId), events.map(({ occurredAt }) => occurredAt)],
    )) as { event_id: string }[];
    return new Set(rows.map(({ event_id: id }) => id));
  }

  async append(rows: readonly JournalRow[], facts: ProjectedFacts, head: LedgerHead): Promise<void> {
    await this.#ensurePartitions(rows);
    try {
      if (rows.length > 0) await insertRows(this.#manager, rows);
    } catch (error) {
      throw codeOf(error) === '23505' ? new DuplicateEvent(error) : error;
    }
    await writeFacts(this.#manager, facts);
    await this.#manager.query(
      'UPDATE journal_head SET last_sequence = $1, last_hash = $2, last_stream_id = $3, redis_generation = $4',
      [head.sequence, head.hash, head.streamId, head.redisGeneration],
    );
  }

  /** A clock that is far off must not stop the drain for want of a partition. */
  async #ensurePartitions(rows: readonly JournalRow[]): Promise<void> {
    for (const { occurredAt } of rows) {
      const month = new Date(occurredAt).toISOString().slice(0, 7);
      if (this.#knownMonths.has(month)) continue;
      await ensurePartition(this.#manager, occurredAt);
      this.#knownMonths.add(month);
    }
  }
}

async function readHead(manager: EntityManager): Promise<LedgerHead> {
  const rows = (await manager.query(
    'SELECT last_sequence, last_hash, last_stream_id, redis_generation FROM journal_head FOR UPDATE',
  )) as { last_sequence: unknown; last_hash: Buffer; last_stream_id: string; redis_generation: string }[];
  const [row] = rows;
  if (row === undefined)
    throw new Error('journal_head has no row: restore it from a backup, the journal needs its end');
  return {
    sequence: wholeNumber(row.last_sequence),
    hash: row.last_hash,
    streamId: row.last_stream_id,
    redisGeneration: row.redis_generation,
  };
}

async function ensurePartition(manager: EntityManager, at: number): Promise<void> {
  await manager.query('SELECT ensure_journal_partition(to_timestamp($1 / 1000.0))', [at]);
}

/** One statement for all rows; arrays by column cost less than a parameter per value. */
async function insertRows(manager: EntityManager, rows: readonly JournalRow[]): Promise<void> {
  await manager.query(
    `INSERT INTO journal (sequence, event_id, occurred_at, kind, user_id, user_name, outcome, reason, relying_party, server,
                          client_address, authentication_id, details, previous_hash, hash)
     SELECT sequence, event_id, to_timestamp(at / 1000.0), kind, user_id, user_name, outcome, reason, relying_party, server,
            client_address, authentication_id, details::jsonb, decode(previous_hash, 'hex'), decode(hash, 'hex')
     FROM unnest($1::bigint[], $2::uuid[], $3::float8[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
                 $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
       AS r (sequence, event_id, at, kind, user_id, user_name, outcome, reason, relying_party, server, client_address,
             authentication_id, details, previous_hash, hash)`,
    [
      rows.map((row) => row.sequence),
      rows.map((row) => row.eventId),
      rows.map((row) => row.occurredAt),
      rows.map((row) => row.kind),
      rows.map((row) => row.userId ?? null),
      rows.map((row) => row.userName),
      rows.map((row) => row.outcome),
      rows.map((row) => row.reason),
      rows.map((row) => row.relyingParty),
      rows.map((row) => row.server),
      rows.map((row) => row.clientAddress),
      rows.map((row) => row.authenticationId),
      rows.map((row) => JSON.stringify(row.details)),
      rows.map((row) => row.previousHash.toString('hex')),
      rows.map((row) => row.hash.toString('hex')),
    ],
  );
}
