/** Statements for users who are in the bin, and for work on many users that goes on while nobody watches. */
export const USER_JOBS: readonly string[] = [
  'ALTER TABLE users ADD COLUMN deleted_at timestamptz',
  'CREATE INDEX users_deleted_at_idx ON users (deleted_at) WHERE deleted_at IS NOT NULL',
  `CREATE TABLE jobs (
    id uuid CONSTRAINT jobs_pkey PRIMARY KEY,
    kind text NOT NULL,
    state text NOT NULL
      CONSTRAINT jobs_state_check CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
    actor text NOT NULL,
    owner_id uuid,
    parameters jsonb NOT NULL DEFAULT '{}',
    total integer NOT NULL,
    done integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    undo_of uuid CONSTRAINT jobs_undo_of_fkey REFERENCES jobs (id) ON DELETE CASCADE,
    undone_by uuid,
    created_at timestamptz NOT NULL,
    finished_at timestamptz
  )`,
  'CREATE INDEX jobs_created_at_idx ON jobs (created_at)',
  "CREATE INDEX jobs_unfinished_idx ON jobs (created_at) WHERE state IN ('waiting', 'running')",
  `CREATE TABLE job_items (
    job_id uuid NOT NULL CONSTRAINT job_items_job_id_fkey REFERENCES jobs (id) ON DELETE CASCADE,
    place integer NOT NULL,
    user_id uuid NOT NULL,
    user_name text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'waiting'
      CONSTRAINT job_items_state_check CHECK (state IN ('waiting', 'done', 'unchanged', 'failed')),
    problem text NOT NULL DEFAULT '',
    before jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT job_items_pkey PRIMARY KEY (job_id, place)
  )`,
  "CREATE INDEX job_items_waiting_idx ON job_items (job_id, place) WHERE state = 'waiting'",
];
