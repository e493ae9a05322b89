import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Administrators, their own roles, approvals by a second one, and how far the first set-up has come. */
const STATEMENTS: readonly string[] = [
  `CREATE TABLE administrator_roles (
    id uuid CONSTRAINT administrator_roles_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT administrator_roles_name_key UNIQUE,
    permissions text[] NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  // Who still has a role cannot be removed as a user: the last Owner would go with it, unseen by any rule.
  `CREATE TABLE administrators (
    user_id uuid CONSTRAINT administrators_pkey PRIMARY KEY
      CONSTRAINT administrators_user_id_fkey REFERENCES users (id) ON DELETE RESTRICT,
    role_id text NOT NULL,
    scope_groups text[],
    status text NOT NULL DEFAULT 'active'
      CONSTRAINT administrators_status_check CHECK (status IN ('active', 'suspended')),
    version bigint NOT NULL DEFAULT 1,
    added_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  'CREATE INDEX administrators_role_id_idx ON administrators (role_id)',
  `CREATE TABLE approvals (
    id uuid CONSTRAINT approvals_pkey PRIMARY KEY,
    kind text NOT NULL,
    summary jsonb NOT NULL,
    subject_hash bytea NOT NULL,
    reason text NOT NULL,
    requested_by uuid NOT NULL,
    requested_by_name text NOT NULL,
    requested_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    decision text CONSTRAINT approvals_decision_check CHECK (decision IN ('approved', 'rejected')),
    decided_by uuid,
    decided_by_name text,
    decided_at timestamptz,
    decision_reason text NOT NULL DEFAULT '',
    used_at timestamptz
  )`,
  'CREATE INDEX approvals_requested_at_idx ON approvals (requested_at)',
  `CREATE TABLE setup (
    id smallint CONSTRAINT setup_pkey PRIMARY KEY CONSTRAINT setup_id_check CHECK (id = 1),
    token_hash bytea,
    session_hash bytea,
    session_started_at timestamptz,
    state jsonb NOT NULL DEFAULT '{}',
    completed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
];

/** See the statements. */
export class Administrators1764000003000 implements MigrationInterface {
  readonly name = 'Administrators1764000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE setup, approvals, administrators, administrator_roles');
  }
}
