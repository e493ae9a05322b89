import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  // A check cannot be widened in place; the new one admits everything that the old one did.
  'ALTER TABLE authenticators DROP CONSTRAINT authenticators_kind_check',
  `ALTER TABLE authenticators ADD CONSTRAINT authenticators_kind_check
    CHECK (kind IN ('totp', 'hotp', 'phone', 'recovery_codes', 'passkey'))`,
  // One credential belongs to one user; found by its id when somebody signs in without a name.
  'ALTER TABLE authenticators ADD COLUMN credential_id text CONSTRAINT authenticators_credential_id_key UNIQUE',
  // Which of several phones is asked first; an id that is gone means none.
  'ALTER TABLE users ADD COLUMN default_authenticator_id uuid',
  `CREATE TABLE security_answers (
    user_id uuid NOT NULL CONSTRAINT security_answers_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    question_id text NOT NULL,
    answer_hash text NOT NULL,
    answered_at timestamptz NOT NULL,
    CONSTRAINT security_answers_pkey PRIMARY KEY (user_id, question_id)
  )`,
  `CREATE TABLE user_preferences (
    user_id uuid CONSTRAINT user_preferences_pkey PRIMARY KEY
      CONSTRAINT user_preferences_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    ui_language text NOT NULL DEFAULT '',
    theme text NOT NULL DEFAULT 'system',
    time_zone text NOT NULL DEFAULT '',
    enrollment_deadline_at timestamptz,
    updated_at timestamptz NOT NULL
  )`,
];

/** Passkeys, security questions and preferences of people who look after their own account. */
export class SelfService1764000005000 implements MigrationInterface {
  readonly name = 'SelfService1764000005000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  /** Nothing is taken back: the release before does not look at what was added. */
  async down(): Promise<void> {
    await Promise.resolve();
  }
}
