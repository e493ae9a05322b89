import { uuidv7, type RandomSource } from '@countersign/crypto';
import { DomainError } from '@countersign/errors';
import type { JournalStream } from '../../journal/index.ts';
import type { Report, ReportQuery, ReportReader } from './ports/report-reader.ts';

/** A report that may have been cut off. */
export interface CutReport extends Report {
  readonly isCut: boolean;
}

/** What {@link GetReport} needs. */
export interface GetReportDependencies {
  readonly reader: ReportReader;
  readonly stream: JournalStream;
  readonly random: RandomSource;
  readonly clock: { now(): number };
  /** Name of this server. */
  readonly server: string;
}

const MOST_ROWS = 10_000;
const LONGEST = 400 * 86_400_000;

/** Reports over a time of at most 400 days and 10 000 rows. */
export class GetReport {
  readonly #needs: GetReportDependencies;

  constructor(dependencies: GetReportDependencies) {
    this.#needs = dependencies;
  }

  /** @throws DomainError `invalid_request` */
  async execute(query: Omit<ReportQuery, 'limit'>): Promise<CutReport> {
    if (query.to <= query.from || query.to - query.from > LONGEST) {
      throw new DomainError('invalid_request', 'A report covers at most 400 days, and ends after it begins.', {
        field: 'to_milliseconds',
      });
    }
    const { columns, rows } = await this.#needs.reader.read({ ...query, limit: MOST_ROWS + 1 });
    return { columns, rows: rows.slice(0, MOST_ROWS), isCut: rows.length > MOST_ROWS };
  }

  /** The same for a file: whoever takes the numbers away leaves an entry in the journal. */
  async export(query: Omit<ReportQuery, 'limit'>, actor: string): Promise<CutReport> {
    const { stream, random, clock, server } = this.#needs;
    const report = await this.execute(query);
    const { kind, from, to, userId } = query;
    const now = clock.now();
    const details = {
      action: 'report_exported',
      actor,
      report: kind,
      from,
      to,
      ofUser: userId,
      rows: report.rows.length,
    };
    const event = { eventId: uuidv7(new Date(now), random), occurredAt: now, kind: 'change', server, details } as const;
    await stream.append(event, 'done', '');
    return report;
  }
}
