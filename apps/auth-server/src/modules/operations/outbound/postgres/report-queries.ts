import type { ReportKind } from '../../application/ports/report-reader.ts';

/** `$1` and `$2` are the time, `$3` the groups of the scope or null, `$4` a user or null, `$5` how many rows. */
interface ReportQueryText {
  readonly columns: readonly string[];
  readonly sql: string;
}

const DAY = `to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD')`;
const COUNTED = 'hour >= $1 AND hour < $2 AND ($3::text[] IS NULL OR true) AND ($4::uuid IS NULL OR true)';
const at = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const inScope = (column: string): string =>
  `($3::text[] IS NULL OR ${column} IN (SELECT g.user_id FROM user_groups g WHERE g.group_name = ANY($3)))
   AND ($4::uuid IS NULL OR ${column} = $4)`;
const JOURNALED = `j.occurred_at >= $1 AND j.occurred_at < $2 AND ${inScope('j.user_id')}`;
const ENDED = `j.kind = 'authentication' AND j.outcome IN ('accepted', 'rejected')`;

/** Counts come from the hourly counters, persons from the journal; each has an end. */
export const REPORT_QUERIES = {
  usage: {
    columns: ['day', 'application', 'accepted', 'rejected'],
    sql: `SELECT ${DAY}, part, coalesce(sum(count) FILTER (WHERE label = 'accepted'), 0),
        coalesce(sum(count) FILTER (WHERE label = 'rejected'), 0)
      FROM hourly_counts WHERE measure = 'sign_in' AND ${COUNTED} GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $5`,
  },
  user_summary: {
    columns: ['user', 'accepted', 'rejected', 'last'],
    sql: `SELECT j.user_name, count(*) FILTER (WHERE j.outcome = 'accepted'), count(*) FILTER (WHERE j.outcome = 'rejected'),
        ${at('max(j.occurred_at)')}
      FROM journal j WHERE ${ENDED} AND ${JOURNALED} GROUP BY j.user_name ORDER BY 2 + 3 DESC, 1 LIMIT $5`,
  },
  user_detail: {
    columns: ['time', 'user', 'application', 'method', 'outcome', 'reason', 'address', 'server'],
    sql: `SELECT ${at('j.occurred_at')}, j.user_name, j.relying_party, coalesce(j.details->>'method', j.details->>'basis', ''),
        j.outcome, j.reason, j.client_address, j.server
      FROM journal j WHERE ${ENDED} AND ${JOURNALED} ORDER BY j.sequence DESC LIMIT $5`,
  },
  methods: {
    columns: ['method', 'application', 'count'],
    sql: `SELECT label, part, sum(count) FROM hourly_counts WHERE measure = 'method' AND ${COUNTED}
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $5`,
  },
  denials: {
    columns: ['reason', 'application', 'count'],
    sql: `SELECT label, part, sum(count) FROM hourly_counts WHERE measure = 'denial' AND ${COUNTED}
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $5`,
  },
  enrollment: {
    columns: ['group', 'users', 'with_method', 'with_backup'],
    sql: `WITH methods AS (
        SELECT user_id, count(*) FILTER (WHERE kind <> 'recovery_codes') AS proving, count(*) AS all_of_them
        FROM authenticators WHERE state = 'active' AND user_id IS NOT NULL GROUP BY user_id)
      SELECT coalesce(g.group_name, ''), count(*), count(*) FILTER (WHERE m.proving > 0),
        count(*) FILTER (WHERE m.proving > 0 AND m.all_of_them > 1)
      FROM users u LEFT JOIN user_groups g ON g.user_id = u.id LEFT JOIN methods m ON m.user_id = u.id
      WHERE $1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL AND ${inScope('u.id')}
      GROUP BY 1 ORDER BY 1 LIMIT $5`,
  },
  bypasses: {
    columns: ['time', 'user', 'action', 'by', 'reason'],
    sql: `SELECT ${at('j.occurred_at')}, j.user_name, CASE j.kind WHEN 'bypass' THEN j.outcome ELSE 'used' END,
        coalesce(j.details->>'actor', ''), coalesce(j.details->>'reason', '')
      FROM journal j WHERE (j.kind = 'bypass' OR (j.kind = 'authentication' AND j.outcome = 'accepted'
        AND j.details->>'basis' = 'one_time_bypass')) AND ${JOURNALED} ORDER BY j.sequence DESC LIMIT $5`,
  },
  blocks: {
    columns: ['time', 'user', 'action', 'by', 'reason'],
    sql: `SELECT ${at('j.occurred_at')}, j.user_name, j.outcome, coalesce(j.details->>'actor', ''), coalesce(j.details->>'reason', '')
      FROM journal j WHERE j.kind IN ('block', 'lockout') AND ${JOURNALED} ORDER BY j.sequence DESC LIMIT $5`,
  },
  fraud: {
    columns: ['time', 'user', 'channel', 'application', 'verdict', 'by', 'note'],
    sql: `SELECT ${at('f.reported_at')}, u.user_name, f.channel, f.relying_party, coalesce(f.verdict, 'open'), f.reviewed_by, f.review_note
      FROM fraud_reports f JOIN users u ON u.id = f.user_id
      WHERE f.reported_at >= $1 AND f.reported_at < $2 AND ${inScope('f.user_id')} ORDER BY f.reported_at DESC LIMIT $5`,
  },
  delivery: {
    columns: ['day', 'channel', 'sent', 'failed'],
    sql: `SELECT ${DAY}, part, coalesce(sum(count) FILTER (WHERE label = 'sent'), 0), coalesce(sum(count) FILTER (WHERE label = 'failed'), 0)
      FROM hourly_counts WHERE measure = 'delivery' AND ${COUNTED} GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $5`,
  },
  servers: {
    columns: ['server', 'service', 'activated'],
    sql: `SELECT s.name, s.service, ${at('s.activated_at')} FROM servers s
      WHERE $1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL AND ($3::text[] IS NULL OR true) AND ($4::uuid IS NULL OR true)
      ORDER BY 1 LIMIT $5`,
  },
} as const satisfies Record<ReportKind, ReportQueryText>;
