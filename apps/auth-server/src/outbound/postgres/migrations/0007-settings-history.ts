import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What settings were before each change, and secrets of the company that are not settings because nobody may read them. */
export class SettingsHistory1764000007000 implements MigrationInterface {
  readonly name = 'SettingsHistory1764000007000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  /** Earlier settings and the password of the mail server cannot be made again. */
  async down(): Promise<void> {
    await Promise.reject(new Error('Earlier settings would be lost; restore a backup instead.'));
  }
}

const STATEMENTS: readonly string[] = [
  `CREATE TABLE settings_versions (
    id uuid CONSTRAINT settings_versions_pkey PRIMARY KEY,
    changed_at timestamptz NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL DEFAULT '',
    changes jsonb NOT NULL,
    stored_before jsonb NOT NULL
  )`,
  'CREATE INDEX settings_versions_changed_at_idx ON settings_versions (changed_at)',
  `CREATE TABLE company_secrets (
    id uuid CONSTRAINT company_secrets_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT company_secrets_name_key UNIQUE,
    secret_sealed bytea NOT NULL,
    sealed_with text NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL
  )`,
];
