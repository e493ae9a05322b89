/**
 * What the application may do in the schema, as statements that can be repeated. Rows of the journal can be added and read,
 * never changed or removed: a taken-over server cannot rewrite the past.
 */
export function grantsFor(role: string): readonly string[] {
  const name = quoteIdentifier(role);
  return [
    `GRANT USAGE ON SCHEMA public TO ${name}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${name}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${name}`,
    `REVOKE ALL ON migrations FROM ${name}`,
    `GRANT SELECT ON migrations TO ${name}`,
    // The head is moved on, never removed or made anew.
    `REVOKE ALL ON journal_head FROM ${name}`,
    `GRANT SELECT, UPDATE ON journal_head TO ${name}`,
    `REVOKE ALL ON journal FROM ${name}`,
    `GRANT SELECT, INSERT ON journal TO ${name}`,
    `SELECT protect_journal_partition(c.relname)
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'public.journal'::regclass`,
    `REVOKE ALL ON FUNCTION protect_journal_partition(text) FROM ${name}`,
    `GRANT EXECUTE ON FUNCTION ensure_journal_partition(timestamptz) TO ${name}`,
  ];
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
