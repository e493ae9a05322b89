import type { Transaction } from '../../../../platform/database.ts';

/** DI token of the {@link FraudReports}. */
export const FRAUD_REPORTS = Symbol('FRAUD_REPORTS');

/** What somebody reported: "this was not me". Instants are milliseconds since 1970; 0: not yet. */
export interface FraudReport {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly reportedAt: number;
  /** portal, app, text_message */
  readonly channel: string;
  readonly relyingParty: string;
  readonly clientAddress: string;
  readonly authenticationId: string;
  readonly note: string;
  readonly isAutoBlocked: boolean;
  readonly verdict: '' | FraudVerdict;
  readonly reviewedAt: number;
  readonly reviewedBy: string;
  readonly reviewNote: string;
  /** Sign-ins of the user in the hour before. */
  readonly attemptsBefore: number;
}

/** How a review ends. */
export type FraudVerdict = 'mistake' | 'real';

/** A report to be written. */
export type NewFraudReport = Pick<
  FraudReport,
  | 'id'
  | 'userId'
  | 'reportedAt'
  | 'channel'
  | 'relyingParty'
  | 'clientAddress'
  | 'authenticationId'
  | 'note'
  | 'isAutoBlocked'
>;

/** Reports of fraud in Postgres. */
export interface FraudReports {
  add(tx: Transaction, report: NewFraudReport): Promise<void>;
  /** Newest first; those that wait for a review before the others. */
  list(
    state: 'open' | 'reviewed' | undefined,
    groups: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly FraudReport[]>;
  get(id: string): Promise<FraudReport | undefined>;
  /** False: it was reviewed already. */
  review(tx: Transaction, id: string, verdict: FraudVerdict, by: string, note: string, at: number): Promise<boolean>;
  /** Removes every method of a user; gives how many there were. */
  removeMethods(tx: Transaction, userId: string): Promise<number>;
}
