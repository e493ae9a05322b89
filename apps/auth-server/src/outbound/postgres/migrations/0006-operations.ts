import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Counters for charts and reports, what users report as fraud, and the ways to a sign-in by its id and its reason.
 * An index on the journal is made per partition, and every new partition gets it too.
 */
export class Operations1764000006000 implements MigrationInterface {
  readonly name = 'Operations1764000006000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  /** The counters can be made again from the journal; reports of fraud cannot. */
  async down(): Promise<void> {
    await Promise.reject(new Error('Reports of fraud would be lost; restore a backup instead.'));
  }
}

const STATEMENTS: readonly string[] = [
  `CREATE TABLE hourly_counts (
    hour timestamptz NOT NULL,
    measure text NOT NULL,
    label text NOT NULL,
    part text NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT hourly_counts_pkey PRIMARY KEY (measure, hour, label, part)
  )`,
  `CREATE INDEX journal_authentication_id_idx ON journal (authentication_id) WHERE authentication_id <> ''`,
  `CREATE INDEX journal_reason_idx ON journal (reason, occurred_at) WHERE reason <> ''`,
  `CREATE INDEX journal_standing_idx ON journal (kind, occurred_at) WHERE kind IN ('block', 'bypass', 'lockout')`,
  `CREATE INDEX user_standings_bypass_until_idx ON user_standings (bypass_until) WHERE bypass_until IS NOT NULL`,
  `CREATE INDEX user_standings_blocked_until_idx ON user_standings (blocked_until) WHERE blocked_until IS NOT NULL`,
  `CREATE INDEX user_standings_locked_until_idx ON user_standings (locked_until) WHERE locked_until IS NOT NULL`,
  `CREATE TABLE IF NOT EXISTS fraud_reports (
    id uuid CONSTRAINT fraud_reports_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT fraud_reports_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    reported_at timestamptz NOT NULL,
    channel text NOT NULL,
    relying_party text NOT NULL DEFAULT '',
    client_address text NOT NULL DEFAULT '',
    authentication_id text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    is_auto_blocked boolean NOT NULL DEFAULT false,
    verdict text CONSTRAINT fraud_reports_verdict_check CHECK (verdict IN ('mistake', 'real')),
    reviewed_at timestamptz,
    reviewed_by text NOT NULL DEFAULT '',
    review_note text NOT NULL DEFAULT ''
  )`,
  `CREATE INDEX IF NOT EXISTS fraud_reports_reported_at_idx ON fraud_reports (reported_at)`,
  `CREATE INDEX IF NOT EXISTS fraud_reports_user_id_idx ON fraud_reports (user_id)`,
];
