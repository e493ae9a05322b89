/**
 * Statements that make the journal: a table partitioned by month, its head, and what waits to be chained.
 *
 * The application owns nothing, so it makes the partitions of coming months through a function that runs with the
 * rights of the owner and can do nothing else. Old months go by dropping their partition, which is the owner's to do.
 */
export const INITIAL_JOURNAL: readonly string[] = [
  `CREATE TABLE journal_pending (
    id bigserial CONSTRAINT journal_pending_pkey PRIMARY KEY,
    event jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE journal_head (
    singleton boolean NOT NULL DEFAULT true CONSTRAINT journal_head_pkey PRIMARY KEY,
    last_sequence bigint NOT NULL,
    last_hash bytea NOT NULL,
    last_stream_id text NOT NULL DEFAULT '0-0',
    redis_generation text NOT NULL DEFAULT '',
    CONSTRAINT journal_head_singleton_check CHECK (singleton)
  )`,
  // The chain begins with 32 octets of zero.
  `INSERT INTO journal_head (last_sequence, last_hash) VALUES (0, decode(repeat('00', 32), 'hex'))`,
  `CREATE TABLE journal (
    sequence bigint NOT NULL,
    event_id uuid NOT NULL,
    occurred_at timestamptz NOT NULL,
    kind text NOT NULL,
    user_id uuid,
    user_name text NOT NULL DEFAULT '',
    outcome text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    relying_party text NOT NULL DEFAULT '',
    server text NOT NULL DEFAULT '',
    client_address text NOT NULL DEFAULT '',
    authentication_id text NOT NULL DEFAULT '',
    details jsonb NOT NULL DEFAULT '{}',
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT journal_event_id_key UNIQUE (event_id, occurred_at),
    CONSTRAINT journal_sequence_key UNIQUE (sequence, occurred_at)
  ) PARTITION BY RANGE (occurred_at)`,
  'CREATE INDEX journal_user_id_idx ON journal (user_id, occurred_at)',
  `CREATE FUNCTION ensure_journal_partition(at timestamptz) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
      first timestamptz := date_trunc('month', at, 'UTC');
      next timestamptz;
      partition text := 'journal_' || to_char(first AT TIME ZONE 'UTC', 'YYYY_MM');
    BEGIN
      next := date_trunc('month', first + interval '32 days', 'UTC');
      IF at < timestamptz '2000-01-01Z' OR at >= timestamptz '2200-01-01Z' THEN
        RAISE EXCEPTION 'no partition for %', at USING ERRCODE = '22008';
      END IF;
      IF to_regclass('public.' || partition) IS NOT NULL THEN
        RETURN false;
      END IF;
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.journal FOR VALUES FROM (%L) TO (%L)', partition, first, next);
      -- Default privileges of the schema would let the application change rows behind the chain's back.
      EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', partition);
      PERFORM public.protect_journal_partition(partition);
      RETURN true;
    END $$`,
  // Takes from every role but the owner what default privileges gave it.
  `CREATE FUNCTION protect_journal_partition(partition text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
      grantee text;
    BEGIN
      FOR grantee IN
        SELECT DISTINCT r.rolname
        FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
        WHERE c.oid = ('public.' || quote_ident(partition))::regclass AND a.grantee <> c.relowner
      LOOP
        EXECUTE format('REVOKE ALL ON public.%I FROM %I', partition, grantee);
      END LOOP;
    END $$`,
  'REVOKE ALL ON FUNCTION ensure_journal_partition(timestamptz) FROM PUBLIC',
  'REVOKE ALL ON FUNCTION protect_journal_partition(text) FROM PUBLIC',
  "SELECT ensure_journal_partition(now()), ensure_journal_partition(now() + interval '1 month')",
];
