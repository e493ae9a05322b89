/**
 * What administrators search users by, beside the users: a narrow table that is quick to walk in the order of a list, with
 * every word, phone, group, method and state of a user as lexemes of one `tsvector`. GIN finds lexemes by their beginning,
 * which is how people search; no extension is needed.
 *
 * Triggers keep it, whichever statement writes a user, a name, a group or an authenticator.
 *
 * Lexemes: `anna` a word · `anna@example.com` a mail address · `@example.com` its domain · `+41791234567` a phone, also from its second,
 * third and fourth digit on · `g=vpn users` a group, folded · `G=VPN users` the same as it is written, for scopes · `m=totp` a
 * method · `s=disabled` a state · `t=x` a tag.
 */
export const USER_SEARCH: readonly string[] = [
  `CREATE TABLE user_search (
    user_id uuid CONSTRAINT user_search_pkey PRIMARY KEY
      CONSTRAINT user_search_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    user_name text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    words tsvector NOT NULL
  )`,
  `CREATE TABLE user_activity (
    user_id uuid CONSTRAINT user_activity_pkey PRIMARY KEY
      CONSTRAINT user_activity_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
    last_sign_in_at timestamptz NOT NULL DEFAULT '-infinity'
  ) WITH (fillfactor = 80)`,
  // Without case and accents. What is searched for goes through the same function, so both always agree.
  `CREATE FUNCTION search_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
    replace(replace(replace(translate(
      lower(regexp_replace(normalize(value, NFKD), '[\\u0300-\\u036f]', '', 'g')),
      'øłđðħı', 'olddhi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')`,
  `CREATE FUNCTION user_search_words(u users) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT array_to_tsvector(coalesce(array_agg(DISTINCT left(word, 500)) FILTER (WHERE word <> ''), '{}')) FROM (
      SELECT regexp_split_to_table(search_fold(concat_ws(' ', u.user_name, u.first_name, u.last_name, split_part(u.mail, '@', 1),
        (SELECT string_agg(n.canonical_name, ' ') FROM user_names n WHERE n.user_id = u.id))), '[^[:alnum:]]+') AS word
      UNION ALL SELECT search_fold(u.mail) WHERE u.mail <> ''
      UNION ALL SELECT search_fold('@' || split_part(u.mail, '@', 2)) WHERE u.mail LIKE '%@%'
      UNION ALL SELECT search_fold(n.canonical_name) FROM user_names n WHERE n.user_id = u.id AND n.canonical_name LIKE '%@%'
      UNION ALL SELECT '+' || substr(ltrim(a.parameters ->> 'number', '+'), digit)
        FROM authenticators a, generate_series(1, 4) AS digit
        WHERE a.user_id = u.id AND a.kind = 'phone' AND a.parameters ? 'number'
      UNION ALL SELECT prefix || CASE prefix WHEN 'G=' THEN g.group_name ELSE search_fold(g.group_name) END
        FROM user_groups g, unnest(ARRAY['g=', 'G=']) AS prefix WHERE g.user_id = u.id
      UNION ALL SELECT 't=' || search_fold(tag) FROM unnest(u.tags) AS tag
      UNION ALL SELECT 'm=' || a.kind FROM authenticators a WHERE a.user_id = u.id AND a.state = 'active'
      UNION ALL SELECT CASE WHEN u.is_enabled THEN 's=enabled' ELSE 's=disabled' END
      UNION ALL SELECT 's=pin' WHERE u.pin_change_required
      UNION ALL SELECT CASE
          WHEN count(*) FILTER (WHERE a.kind <> 'recovery_codes') = 0 THEN 's=unenrolled'
          WHEN count(*) = 1 THEN 's=nobackup' ELSE 's=backup' END
        FROM authenticators a WHERE a.user_id = u.id AND a.state = 'active'
    ) AS found
  $$`,
  // The first line is for users who are there already, the second for those who are new: only a name makes the row.
  `CREATE FUNCTION user_search_refresh(ids uuid[], are_new boolean) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM user_search s USING users u WHERE s.user_id = ANY(ids) AND u.id = s.user_id AND u.deleted_at IS NOT NULL;
      IF are_new THEN
        INSERT INTO user_search (user_id, user_name, created_at, words)
          SELECT u.id, u.user_name, u.created_at, user_search_words(u) FROM users u
          WHERE u.id = ANY(ids) AND u.deleted_at IS NULL
          ON CONFLICT (user_id) DO UPDATE SET user_name = excluded.user_name, words = excluded.words;
      ELSE
        UPDATE user_search s SET user_name = u.user_name, words = user_search_words(u) FROM users u
          WHERE s.user_id = ANY(ids) AND u.id = s.user_id AND s.words <> user_search_words(u);
      END IF;
    END $$`,
  `CREATE FUNCTION user_search_names_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM user_search_refresh(ARRAY(SELECT DISTINCT user_id FROM changed), true);
      RETURN NULL;
    END $$`,
  `CREATE FUNCTION user_search_parts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM user_search_refresh(ARRAY(SELECT DISTINCT user_id FROM changed WHERE user_id IS NOT NULL), false);
      RETURN NULL;
    END $$`,
  `CREATE FUNCTION user_search_user_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM user_search_refresh(ARRAY[NEW.id], NEW.deleted_at IS DISTINCT FROM OLD.deleted_at);
      RETURN NULL;
    END $$`,
  `CREATE FUNCTION user_search_authenticator_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM user_search_refresh(array_remove(ARRAY[OLD.user_id, NEW.user_id], NULL), false);
      RETURN NULL;
    END $$`,
  `CREATE FUNCTION user_activity_begins() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO user_activity (user_id) SELECT id FROM changed;
      RETURN NULL;
    END $$`,
  ...statementTrigger('users', 'INSERT', 'user_activity_begins'),
  ...statementTrigger('user_names', 'INSERT', 'user_search_names_changed'),
  ...statementTrigger('user_names', 'DELETE', 'user_search_parts_changed'),
  ...statementTrigger('user_groups', 'INSERT', 'user_search_parts_changed'),
  ...statementTrigger('user_groups', 'DELETE', 'user_search_parts_changed'),
  ...statementTrigger('authenticators', 'INSERT', 'user_search_parts_changed'),
  ...statementTrigger('authenticators', 'DELETE', 'user_search_parts_changed'),
  `CREATE TRIGGER users_search_changed AFTER UPDATE ON users FOR EACH ROW
    WHEN ((OLD.user_name, OLD.first_name, OLD.last_name, OLD.mail, OLD.tags, OLD.is_enabled, OLD.pin_change_required, OLD.deleted_at)
      IS DISTINCT FROM
      (NEW.user_name, NEW.first_name, NEW.last_name, NEW.mail, NEW.tags, NEW.is_enabled, NEW.pin_change_required, NEW.deleted_at))
    EXECUTE FUNCTION user_search_user_changed()`,
  `CREATE TRIGGER authenticators_search_changed AFTER UPDATE ON authenticators FOR EACH ROW
    WHEN ((OLD.user_id, OLD.kind, OLD.state, OLD.parameters) IS DISTINCT FROM (NEW.user_id, NEW.kind, NEW.state, NEW.parameters))
    EXECUTE FUNCTION user_search_authenticator_changed()`,
  'INSERT INTO user_search (user_id, user_name, created_at, words) SELECT u.id, u.user_name, u.created_at, user_search_words(u) FROM users u',
  `INSERT INTO user_activity (user_id, last_sign_in_at)
    SELECT u.id, coalesce((SELECT max(a.last_used_at) FROM authenticators a WHERE a.user_id = u.id), '-infinity') FROM users u`,
  'CREATE INDEX user_search_words_idx ON user_search USING gin (words) WITH (fastupdate = off)',
  'CREATE INDEX user_search_user_name_idx ON user_search (user_name, user_id)',
  'CREATE INDEX user_search_created_at_idx ON user_search (created_at, user_id)',
  'CREATE INDEX user_activity_last_sign_in_at_idx ON user_activity (last_sign_in_at, user_id)',
  // How common a word is decides the way a page is found.
  'ALTER TABLE user_search ALTER COLUMN words SET STATISTICS 1000',
];

function statementTrigger(table: string, event: 'INSERT' | 'DELETE', routine: string): readonly string[] {
  const rows = event === 'INSERT' ? 'NEW' : 'OLD';
  return [
    `CREATE TRIGGER ${table}_search_${event.toLowerCase()} AFTER ${event} ON ${table}
      REFERENCING ${rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ${routine}()`,
  ];
}
