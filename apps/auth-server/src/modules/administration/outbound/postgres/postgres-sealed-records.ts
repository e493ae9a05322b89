import type { Database, Transaction } from '../../../../platform/database.ts';
import type { ResealedRecord, SealedRecord, SealedRecords } from '../../application/ports/sealed-records.ts';
import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import { readFresh } from './read-fresh.ts';

/** Where sealed values are. `sealed_with` of a row says the key of all its values. */
const PLACES = [
  { table: 'authenticators', columns: ['secret_sealed'] },
  { table: 'company_secrets', columns: ['secret_sealed'] },
  { table: 'radius_clients', columns: ['secret_sealed', 'previous_secret_sealed'] },
] as const;

/** Every sealed value of the database, in plain SQL: this job knows tables, not what they mean. */
export class PostgresSealedRecords implements SealedRecords {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async countByKey(): Promise<ReadonlyMap<string, number>> {
    const selects = PLACES.map(({ table }) => `SELECT sealed_with FROM ${table} WHERE sealed_with IS NOT NULL`);
    const rows: { key_id: string; records: string }[] = await readFresh(
      this.#database,
      async (manager) =>
        await manager.query(
          `SELECT sealed_with AS key_id, count(*) AS records FROM (${selects.join(' UNION ALL ')}) AS s GROUP BY 1 ORDER BY 1`,
        ),
    );
    return new Map(rows.map(({ key_id: keyId, records }) => [keyId, wholeNumber(records)]));
  }

  async findStale({ manager }: Transaction, keyId: string, limit: number): Promise<readonly SealedRecord[]> {
    const found: SealedRecord[] = [];
    for (const { table, columns } of PLACES) {
      // A row that somebody is changing is left for later instead of waited for.
      const rows: Record<string, unknown>[] = await manager.query(
        `SELECT id, ${columns.join(', ')} FROM ${table} WHERE sealed_with <> $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
        [keyId, limit - found.length],
      );
      found.push(...rows.flatMap((row) => valuesOf(table, columns, row)));
      if (found.length >= limit) break;
    }
    return found;
  }

  async replace({ manager }: Transaction, records: readonly ResealedRecord[]): Promise<number> {
    let replaced = 0;
    for (const { table, columns } of PLACES) {
      for (const column of columns) {
        const own = records.filter(({ location }) => location.table === table && location.column === column);
        if (own.length === 0) continue;
        const [rows]: [unknown[], number] = await manager.query(
          `UPDATE ${table} t SET ${column} = j.resealed, sealed_with = $4
           FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS j(id, sealed, resealed)
           WHERE t.id = j.id AND t.${column} = j.sealed RETURNING 1`,
          [
            own.map(({ location }) => location.row),
            own.map(({ sealed }) => sealed),
            own.map(({ resealed }) => resealed),
            own[0]?.keyId,
          ],
        );
        replaced += rows.length;
      }
    }
    return replaced;
  }
}

function valuesOf(table: string, columns: readonly string[], row: Record<string, unknown>): SealedRecord[] {
  return columns.flatMap((column) => {
    const sealed = row[column];
    return Buffer.isBuffer(sealed) ? [{ location: { table, column, row: String(row.id) }, sealed }] : [];
  });
}
