import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database, Transaction } from '../../../../platform/database.ts';
import { readFresh } from '../../../administration/index.ts';
import type { FraudReport, FraudReports, FraudVerdict, NewFraudReport } from '../../application/ports/fraud-reports.ts';

const SELECT = `SELECT f.id, f.user_id, u.user_name, ${instant('f.reported_at')} AS reported_at, f.channel, f.relying_party,
    f.client_address, f.authentication_id, f.note, f.is_auto_blocked, f.verdict, ${instant('f.reviewed_at')} AS reviewed_at,
    f.reviewed_by, f.review_note,
    (SELECT count(DISTINCT j.authentication_id) FROM journal j
     WHERE j.user_id = f.user_id AND j.kind = 'authentication'
       AND j.occurred_at BETWEEN f.reported_at - interval '1 hour' AND f.reported_at) AS attempts_before
  FROM fraud_reports f JOIN users u ON u.id = f.user_id`;

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly reported_at: unknown;
  readonly channel: string;
  readonly relying_party: string;
  readonly client_address: string;
  readonly authentication_id: string;
  readonly note: string;
  readonly is_auto_blocked: boolean;
  readonly verdict: FraudVerdict | null;
  readonly reviewed_at: unknown;
  readonly reviewed_by: string;
  readonly review_note: string;
  readonly attempts_before: unknown;
}

/** Reports of fraud in Postgres. */
export class PostgresFraudReports implements FraudReports {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add({ manager }: Transaction, report: NewFraudReport): Promise<void> {
    await manager.query(
      `INSERT INTO fraud_reports (id, user_id, reported_at, channel, relying_party, client_address, authentication_id, note,
         is_auto_blocked)
       VALUES ($1, $2, to_timestamp($3 / 1000.0), $4, $5, $6, $7, $8, $9)`,
      [
        report.id,
        report.userId,
        report.reportedAt,
        report.channel,
        report.relyingParty,
        report.clientAddress,
        report.authenticationId,
        report.note,
        report.isAutoBlocked,
      ],
    );
  }

  async list(
    state: 'open' | 'reviewed' | undefined,
    groups: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly FraudReport[]> {
    const text = `${SELECT}
      WHERE ($1::text IS NULL OR ($1 = 'open') = (f.verdict IS NULL))
        AND ($2::text[] IS NULL OR f.user_id IN (SELECT g.user_id FROM user_groups g WHERE g.group_name = ANY($2)))
      ORDER BY f.verdict IS NULL DESC, f.reported_at DESC LIMIT $3`;
    const values = [state ?? null, groups ?? null, limit];
    const rows = await readFresh<Row[]>(this.#database, async (manager) => await manager.query(text, values));
    return rows.map(toReport);
  }

  async get(id: string): Promise<FraudReport | undefined> {
    const rows = await readFresh<Row[]>(
      this.#database,
      async (manager) => await manager.query(`${SELECT} WHERE f.id = $1`, [id]),
    );
    return rows.map(toReport)[0];
  }

  async review(
    { manager }: Transaction,
    id: string,
    ...[verdict, by, note, at]: [FraudVerdict, string, string, number]
  ): Promise<boolean> {
    const [, changed] = (await manager.query(
      `UPDATE fraud_reports SET verdict = $2, reviewed_by = $3, review_note = $4, reviewed_at = to_timestamp($5 / 1000.0)
       WHERE id = $1 AND verdict IS NULL`,
      [id, verdict, by, note, at],
    )) as [unknown, number];
    return changed === 1;
  }

  async removeMethods({ manager }: Transaction, userId: string): Promise<number> {
    const [, removed] = (await manager.query('DELETE FROM authenticators WHERE user_id = $1', [userId])) as [
      unknown,
      number,
    ];
    return removed;
  }
}

function instant(column: string): string {
  return `(extract(epoch FROM ${column}) * 1000)::bigint`;
}

function toReport(row: Row): FraudReport {
  return {
    id: row.id,
    userId: row.user_id,
    userName: row.user_name,
    reportedAt: wholeNumber(row.reported_at),
    channel: row.channel,
    relyingParty: row.relying_party,
    clientAddress: row.client_address,
    authenticationId: row.authentication_id,
    note: row.note,
    isAutoBlocked: row.is_auto_blocked,
    verdict: row.verdict ?? '',
    reviewedAt: row.reviewed_at === null ? 0 : wholeNumber(row.reviewed_at),
    reviewedBy: row.reviewed_by,
    reviewNote: row.review_note,
    attemptsBefore: wholeNumber(row.attempts_before),
  };
}
