import { wholeNumber } from '../../../../outbound/postgres/whole-number.ts';
import type { OwnActivity } from '../../application/ports/self-service-store.ts';

/** One row, whatever is stored. $1 user. */
export const SELECT_FACTS = `
  SELECT u.default_authenticator_id, p.ui_language, p.theme, p.time_zone,
    (extract(epoch FROM p.enrollment_deadline_at) * 1000)::bigint AS deadline,
    ARRAY(SELECT a.question_id FROM security_answers a WHERE a.user_id = u.id ORDER BY 1) AS questions,
    (SELECT (extract(epoch FROM max(a.answered_at)) * 1000)::bigint FROM security_answers a WHERE a.user_id = u.id)
      AS answered_at
  FROM users u LEFT JOIN user_preferences p ON p.user_id = u.id
  WHERE u.id = $1`;

/** When each authenticator was last accepted, of the last quarter. $1 user. */
export const SELECT_LAST_USED = `
  SELECT details ->> 'authenticatorId' AS id, (extract(epoch FROM max(occurred_at)) * 1000)::bigint AS at
  FROM journal
  WHERE user_id = $1 AND kind = 'authentication' AND outcome = 'accepted' AND occurred_at > now() - interval '90 days'
    AND details ? 'authenticatorId'
  GROUP BY 1`;

const COLUMNS = `
  SELECT j.event_id, j.sequence, (extract(epoch FROM j.occurred_at) * 1000)::bigint AS occurred_at, j.kind,
    j.relying_party, j.client_address, j.outcome, j.details, j.authentication_id,
    EXISTS (SELECT 1 FROM journal r WHERE r.user_id = $1 AND r.occurred_at >= j.occurred_at AND r.kind = 'change'
      AND r.details ->> 'action' = 'fraud_reported' AND r.details ->> 'entryId' = j.event_id::text) AS is_reported
  FROM journal j
  WHERE j.user_id = $1 AND (j.kind IN ('change', 'bypass', 'block', 'lockout')
    OR (j.kind = 'authentication' AND j.outcome IN ('accepted', 'rejected')))`;

/** A page. $1 user, $2 and $3 where the page before ended, $4 how many. */
export const SELECT_ACTIVITY = `${COLUMNS}
    AND ($2::timestamptz IS NULL OR (j.occurred_at, j.sequence) < ($2::timestamptz, $3::bigint))
  ORDER BY j.occurred_at DESC, j.sequence DESC LIMIT $4`;

/** One entry. $1 user, $2 its id. */
export const SELECT_ENTRY = `${COLUMNS} AND j.event_id = $2::uuid`;

/** What these questions give. */
export interface ActivityRow {
  readonly event_id: string;
  readonly sequence: string;
  readonly occurred_at: string;
  readonly kind: string;
  readonly relying_party: string;
  readonly client_address: string;
  readonly outcome: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly authentication_id: string;
  readonly is_reported: boolean;
}

/** A row for the use cases. */
export function toActivity(row: ActivityRow): OwnActivity {
  return {
    id: row.event_id,
    sequence: wholeNumber(row.sequence),
    occurredAt: wholeNumber(row.occurred_at),
    kind: row.kind,
    relyingParty: row.relying_party,
    clientAddress: row.client_address,
    outcome: row.outcome,
    details: row.details,
    isReported: row.is_reported,
  };
}
