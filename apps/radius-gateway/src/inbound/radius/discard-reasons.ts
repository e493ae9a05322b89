import { PARSE_DISCARD_REASONS } from '@countersign/radius';

/** Why a datagram got no answer. The list is closed: the reasons are metric labels. */
export const DISCARD_REASONS = [
  ...PARSE_DISCARD_REASONS,
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
  'internal_error',
] as const;

/** One of {@link DISCARD_REASONS}. */
export type DiscardReason = (typeof DISCARD_REASONS)[number];

/** Why the gateway itself said no, without asking the core. */
export const LOCAL_REJECT_REASONS = [
  'credentials_missing',
  'chap_unsupported',
  'ms_chap_unsupported',
  'eap_unsupported',
  'arap_unsupported',
  'user_name_missing',
  'user_name_invalid',
  'password_encoding_unknown',
  'reply_attribute_invalid',
] as const;

/** One of {@link LOCAL_REJECT_REASONS}. */
export type LocalRejectReason = (typeof LOCAL_REJECT_REASONS)[number];
