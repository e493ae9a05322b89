import type { Transaction } from '../../../../platform/database.ts';

/** The steps of the first set-up, in their order. */
export const SETUP_STEPS = ['company', 'administrator', 'checks', 'radius', 'summary'] as const;

/** See {@link SETUP_STEPS}. */
export type SetupStep = (typeof SETUP_STEPS)[number];

/** What the steps have left, without secrets. */
export interface SetupProgress {
  readonly step: SetupStep;
  readonly companyName: string;
  readonly language: string;
  readonly timeZone: string;
  /** User name; empty until there is one. */
  readonly administrator: string;
  readonly radiusClient: string;
  readonly skipped: readonly SetupStep[];
}

/** How the first set-up stands. */
export interface Setup {
  /** Hexadecimal SHA-256 of the token that can be exchanged; undefined: none. */
  readonly tokenHash: string | undefined;
  /** Hexadecimal SHA-256 of the session that may go on; undefined: none. */
  readonly sessionHash: string | undefined;
  /** Milliseconds since 1970; 0: there is no session. */
  readonly sessionStartedAt: number;
  readonly progress: SetupProgress;
  readonly isComplete: boolean;
  /** Whether anybody is administrator. */
  readonly hasAdministrator: boolean;
}

/** The first set-up in Postgres. */
export interface SetupStore {
  read(): Promise<Setup>;
  /** Nobody else changes it until the end of the transaction. */
  lock(tx: Transaction): Promise<Setup>;
  save(tx: Transaction, setup: Omit<Setup, 'hasAdministrator'>, at: number): Promise<void>;
}
