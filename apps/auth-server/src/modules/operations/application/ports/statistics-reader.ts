import type { Measure } from '../../../journal/index.ts';

/** A sum over a time; `label` and `part` as the counters have them. */
export interface CountedLabel {
  readonly label: string;
  readonly part: string;
  readonly count: number;
}

/** How far people have come with their methods. */
export interface Enrollment {
  readonly users: number;
  readonly enabled: number;
  readonly withMethod: number;
  readonly withBackup: number;
}

/** What stands against or for users now. */
export interface SecurityNumbers {
  readonly activeBypasses: number;
  readonly blocked: number;
  readonly lockedOut: number;
  readonly openFraudReports: number;
}

/** Numbers of Postgres for charts. Instants are milliseconds since 1970; a time includes its beginning. */
export interface StatisticsReader {
  sums(measure: Measure, from: number, to: number): Promise<readonly CountedLabel[]>;
  hours(
    measure: Measure,
    from: number,
    to: number,
  ): Promise<readonly { readonly hour: number; readonly label: string; readonly count: number }[]>;
  enrollment(): Promise<Enrollment>;
  security(now: number): Promise<SecurityNumbers>;
}

/** Something that ends some day and must be renewed before. */
export interface Expiry {
  readonly kind: 'certificate' | 'authority';
  readonly name: string;
  readonly at: number;
}

/** Certificates of this installation, soonest end first. */
export interface ExpirySource {
  list(): Promise<readonly Expiry[]>;
}
