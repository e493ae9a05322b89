import type { Database } from '../../../../platform/database.ts';
import type { Report, ReportQuery, ReportReader } from '../../application/ports/report-reader.ts';
import { REPORT_QUERIES } from './report-queries.ts';

/** Reports from the nearest copy. */
export class PostgresReportReader implements ReportReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async read({ kind, from, to, userId, groups, limit }: ReportQuery): Promise<Report> {
    const { columns, sql } = REPORT_QUERIES[kind];
    // Columns without a name of their own would overwrite each other in the rows of the driver.
    const names = columns.map((_, index) => `c${index}`);
    const text = `SELECT * FROM (${sql}) AS report (${names.join(', ')})`;
    const values = [new Date(from), new Date(to), groups ?? null, userId === '' ? null : userId, limit];
    return await this.#database.read(async (manager) => {
      const rows = (await manager.query(text, values)) as Record<string, unknown>[];
      return { columns, rows: rows.map((row) => names.map((name) => String(row[name] ?? ''))) };
    });
  }
}
