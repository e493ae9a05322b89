/** Statements that make every table but the journal's. Constraint names are PostgreSQL's own. */
export const INITIAL_TABLES: readonly string[] = [
  `CREATE TABLE users (
    id uuid CONSTRAINT users_pkey PRIMARY KEY,
    version bigint NOT NULL DEFAULT 1,
    user_name text NOT NULL CONSTRAINT users_user_name_key UNIQUE,
    first_name text NOT NULL DEFAULT '',
    last_name text NOT NULL DEFAULT '',
    mail text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    is_enabled boolean NOT NULL DEFAULT true,
    default_method text,
    directory_name text,
    password_hash text,
    password_changed_at timestamptz,
    pin_hash text,
    pin_changed_at timestamptz,
    pin_change_required boolean NOT NULL DEFAULT false,
    oath_pin_mode boolean NOT NULL DEFAULT false,
    languages jsonb NOT NULL DEFAULT '{}',
    tags text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE user_names (
    canonical_name text CONSTRAINT user_names_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT user_names_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT user_names_kind_check CHECK (kind IN ('user_name', 'alias'))
  )`,
  'CREATE INDEX user_names_user_id_idx ON user_names (user_id)',
  `CREATE TABLE user_groups (
    user_id uuid NOT NULL CONSTRAINT user_groups_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    group_name text NOT NULL,
    CONSTRAINT user_groups_pkey PRIMARY KEY (user_id, group_name)
  )`,
  'CREATE INDEX user_groups_group_name_idx ON user_groups (group_name)',
  `CREATE TABLE pin_history (
    user_id uuid NOT NULL CONSTRAINT pin_history_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    changed_at timestamptz NOT NULL,
    pin_hash text NOT NULL,
    CONSTRAINT pin_history_pkey PRIMARY KEY (user_id, changed_at)
  )`,
  `CREATE TABLE user_standings (
    user_id uuid CONSTRAINT user_standings_pkey PRIMARY KEY
      CONSTRAINT user_standings_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    locked_until timestamptz,
    blocked_until timestamptz,
    block_reason text,
    bypass_id text,
    bypass_until timestamptz,
    updated_at timestamptz NOT NULL
  )`,
  `CREATE TABLE authenticators (
    id uuid CONSTRAINT authenticators_pkey PRIMARY KEY,
    user_id uuid CONSTRAINT authenticators_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL
      CONSTRAINT authenticators_kind_check CHECK (kind IN ('totp', 'hotp', 'phone', 'recovery_codes')),
    state text NOT NULL DEFAULT 'active'
      CONSTRAINT authenticators_state_check CHECK (state IN ('pending', 'active', 'suspended', 'revoked')),
    name text NOT NULL DEFAULT '',
    serial_number text CONSTRAINT authenticators_serial_number_key UNIQUE,
    secret_sealed bytea,
    sealed_with text,
    parameters jsonb NOT NULL DEFAULT '{}',
    drift_steps integer NOT NULL DEFAULT 0,
    last_accepted bigint NOT NULL DEFAULT -1,
    last_used_at timestamptz,
    bound_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  'CREATE INDEX authenticators_user_id_idx ON authenticators (user_id)',
  'CREATE INDEX authenticators_sealed_with_idx ON authenticators (sealed_with)',
  `CREATE TABLE recovery_codes (
    id uuid CONSTRAINT recovery_codes_pkey PRIMARY KEY,
    authenticator_id uuid NOT NULL
      CONSTRAINT recovery_codes_authenticator_id_fkey REFERENCES authenticators (id) ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    used_at timestamptz
  )`,
  'CREATE INDEX recovery_codes_authenticator_id_idx ON recovery_codes (authenticator_id)',
  `CREATE TABLE relying_parties (
    id uuid CONSTRAINT relying_parties_pkey PRIMARY KEY,
    kind text NOT NULL,
    application_name text NOT NULL CONSTRAINT relying_parties_application_name_key UNIQUE,
    policy jsonb NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE radius_clients (
    id uuid CONSTRAINT radius_clients_pkey PRIMARY KEY,
    relying_party_id uuid NOT NULL
      CONSTRAINT radius_clients_relying_party_id_fkey REFERENCES relying_parties (id) ON DELETE CASCADE,
    network cidr NOT NULL CONSTRAINT radius_clients_network_key UNIQUE,
    secret_sealed bytea NOT NULL,
    previous_secret_sealed bytea,
    previous_secret_retires_at timestamptz,
    secret_changed_at timestamptz NOT NULL,
    sealed_with text NOT NULL,
    require_message_authenticator boolean NOT NULL DEFAULT true,
    allow_unsigned_proxy_state boolean NOT NULL DEFAULT false,
    password_encoding text NOT NULL DEFAULT 'utf8',
    nas_deadline_seconds integer NOT NULL DEFAULT 10,
    send_class boolean NOT NULL DEFAULT true,
    client_address_attributes text[] NOT NULL DEFAULT '{}',
    requests_per_second integer NOT NULL DEFAULT 0
  )`,
  'CREATE INDEX radius_clients_relying_party_id_idx ON radius_clients (relying_party_id)',
  'CREATE INDEX radius_clients_sealed_with_idx ON radius_clients (sealed_with)',
  `CREATE TABLE settings (
    key text CONSTRAINT settings_pkey PRIMARY KEY,
    value jsonb NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE servers (
    name text CONSTRAINT servers_pkey PRIMARY KEY,
    service text NOT NULL,
    certificate_serial text NOT NULL,
    activated_at timestamptz NOT NULL
  )`,
  `CREATE TABLE activation_credentials (
    code_hash bytea CONSTRAINT activation_credentials_pkey PRIMARY KEY,
    service text NOT NULL,
    instance text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  )`,
  'CREATE INDEX activation_credentials_expires_at_idx ON activation_credentials (expires_at)',
  `CREATE TABLE idempotency_keys (
    key text CONSTRAINT idempotency_keys_pkey PRIMARY KEY,
    request_hash bytea NOT NULL,
    response jsonb,
    created_at timestamptz NOT NULL
  )`,
  'CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at)',
];
