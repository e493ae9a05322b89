import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { Database } from '../../../../platform/database.ts';
import type { Measure } from '../../../journal/index.ts';
import type {
  CountedLabel,
  Enrollment,
  SecurityNumbers,
  StatisticsReader,
} from '../../application/ports/statistics-reader.ts';

const BETWEEN = `measure = $1 AND hour > to_timestamp($2 / 1000.0) - interval '1 hour' AND hour < to_timestamp($3 / 1000.0)`;
/** A method is a way to prove something; recovery codes are a backup, never the first. */
const ENROLLMENT = `
  WITH methods AS (
    SELECT user_id, count(*) FILTER (WHERE kind <> 'recovery_codes') AS proving, count(*) AS all_of_them
    FROM authenticators WHERE state = 'active' AND user_id IS NOT NULL GROUP BY user_id
  )
  SELECT count(*) AS users, count(*) FILTER (WHERE u.is_enabled) AS enabled, count(*) FILTER (WHERE m.proving > 0) AS with_method,
    count(*) FILTER (WHERE m.proving > 0 AND m.all_of_them > 1) AS with_backup
  FROM users u LEFT JOIN methods m ON m.user_id = u.id`;
const SECURITY = `
  SELECT count(*) FILTER (WHERE bypass_until > at.now) AS bypasses, count(*) FILTER (WHERE blocked_until > at.now) AS blocked,
    count(*) FILTER (WHERE locked_until > at.now) AS locked,
    (SELECT count(*) FROM fraud_reports WHERE verdict IS NULL) AS fraud
  FROM user_standings, (SELECT to_timestamp($1 / 1000.0) AS now) at
  WHERE bypass_until > at.now OR blocked_until > at.now OR locked_until > at.now`;

type Numbers = Readonly<Record<string, unknown>>;

/** The counters of the journal's drain, in the nearest copy. */
export class PostgresStatistics implements StatisticsReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async sums(measure: Measure, from: number, to: number): Promise<readonly CountedLabel[]> {
    const text = `SELECT label, part, sum(count) AS count FROM hourly_counts WHERE ${BETWEEN} GROUP BY label, part`;
    return await this.#read(text, [measure, from, to], ({ label, part, count }) => ({
      label: String(label),
      part: String(part),
      count: wholeNumber(count),
    }));
  }

  async hours(measure: Measure, from: number, to: number) {
    const text = `SELECT (extract(epoch FROM hour) * 1000)::bigint AS hour, label, sum(count) AS count
      FROM hourly_counts WHERE ${BETWEEN} GROUP BY 1, label`;
    return await this.#read(text, [measure, from, to], ({ hour, label, count }) => ({
      hour: wholeNumber(hour),
      label: String(label),
      count: wholeNumber(count),
    }));
  }

  async enrollment(): Promise<Enrollment> {
    const [row = {}] = await this.#read(ENROLLMENT, [], (numbers) => numbers);
    return {
      users: wholeNumber(row['users']),
      enabled: wholeNumber(row['enabled']),
      withMethod: wholeNumber(row['with_method']),
      withBackup: wholeNumber(row['with_backup']),
    };
  }

  async security(now: number): Promise<SecurityNumbers> {
    const [row = {}] = await this.#read(SECURITY, [now], (numbers) => numbers);
    return {
      activeBypasses: wholeNumber(row['bypasses']),
      blocked: wholeNumber(row['blocked']),
      lockedOut: wholeNumber(row['locked']),
      openFraudReports: wholeNumber(row['fraud']),
    };
  }

  async #read<T>(text: string, values: readonly unknown[], map: (row: Numbers) => T): Promise<readonly T[]> {
    return await this.#database.read(async (manager) =>
      ((await manager.query(text, [...values])) as Numbers[]).map(map),
    );
  }
}
