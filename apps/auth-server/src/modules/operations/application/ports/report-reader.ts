/** The reports that there are. */
export const REPORT_KINDS = [
  'usage',
  'user_summary',
  'user_detail',
  'methods',
  'denials',
  'enrollment',
  'bypasses',
  'blocks',
  'fraud',
  'delivery',
  'servers',
] as const;

/** See {@link REPORT_KINDS}. */
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Which report, over which time. Instants are milliseconds since 1970. */
export interface ReportQuery {
  readonly kind: ReportKind;
  readonly from: number;
  readonly to: number;
  /** The id of a user; empty: all. */
  readonly userId: string;
  /** The scope of who asks; undefined: everything. */
  readonly groups: readonly string[] | undefined;
  readonly limit: number;
}

/** Rows of a report; every value as text: instants as ISO 8601 in UTC, numbers in plain digits. */
export interface Report {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reports out of Postgres. */
export interface ReportReader {
  read(query: ReportQuery): Promise<Report>;
}
