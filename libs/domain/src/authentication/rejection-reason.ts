/**
 * Why the answer is no: for the journal and the administrator, never for the claimant. The names cover the original's
 * denial reasons (product inventory 2.9) that the methods of today can give.
 */
export const REJECTION_REASONS = [
  'user_unknown',
  'user_disabled',
  'user_blocked',
  'user_locked_out',
  'application_not_allowed',
  'password_missing',
  'password_wrong',
  'password_throttled',
  'directory_account_disabled',
  'directory_account_locked',
  'directory_account_expired',
  'directory_password_expired',
  'directory_password_must_change',
  'directory_logon_refused',
  'no_usable_method',
  'client_cannot_challenge',
  'code_missing',
  'code_wrong',
  'code_replayed',
  'code_expired',
  'passkey_wrong',
  'pin_wrong',
  'pin_change_required',
  'too_many_attempts',
  'challenge_unknown',
  'challenge_expired',
  'challenge_of_another_user',
  'challenge_of_another_client',
  'authentication_revoked',
  'delivery_failed',
  'delivery_limited',
  'request_malformed',
] as const;

/** See {@link REJECTION_REASONS}. */
export type RejectionReason = (typeof REJECTION_REASONS)[number];
