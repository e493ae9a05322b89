import { useText } from '@countersign/ui-kit';

const CODES: Readonly<Record<number, string>> = {
  1: 'Access-Request',
  2: 'Access-Accept',
  3: 'Access-Reject',
  4: 'Accounting-Request',
  5: 'Accounting-Response',
  11: 'Access-Challenge',
  12: 'Status-Server',
};

const REASONS: ReadonlySet<string> = new Set([
  'unknown_client',
  'code_not_for_socket',
  'message_authenticator_invalid',
  'message_authenticator_missing',
  'eap_unsigned',
  'status_server_unsigned',
  'proxy_state_unsigned',
  'accounting_digest_invalid',
  'attribute_repeated',
  'credentials_conflicting',
  'password_malformed',
  'state_malformed',
  'duplicate_pending',
  'status_rate_limited',
  'client_rate_limited',
  'user_rate_limited',
  'overloaded',
  'core_unavailable',
  'in_progress_elsewhere',
  'undecided',
  'accounting_incomplete',
  'accounting_not_kept',
  'reply_does_not_fit',
  'client_removed',
  'draining',
  'credentials_missing',
  'chap_unsupported',
  'ms_chap_unsupported',
  'eap_unsupported',
  'arap_unsupported',
  'user_name_missing',
  'user_name_invalid',
  'password_encoding_unknown',
  'reply_attribute_invalid',
]);

/** The name of a packet code, as the protocol writes it. */
export function codeName(code: number): string {
  return CODES[code] ?? `Code ${code}`;
}

/** Says why a packet was dropped or refused, in words with what to do. */
export function useReason(): (reason: string) => string {
  const t = useText();
  return (reason) => (REASONS.has(reason) ? t(`nas.reason.${reason}`) : t('nas.reason.malformed', { reason }));
}
