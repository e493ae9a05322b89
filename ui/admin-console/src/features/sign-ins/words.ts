import { type Tone, useText } from '@countersign/ui-kit';

/** Every reason for a refusal, as the core names them; a test compares the list and its texts with the core's. */
export const REASONS = [
  'user_unknown',
  'user_disabled',
  'user_blocked',
  'user_locked_out',
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
  'passkey_wrong',
  'application_not_allowed',
] as const;

/** Ways to prove something. */
export const METHODS = ['totp', 'hotp', 'text_message', 'recovery_code', 'passkey'] as const;

const BASES = [
  'second_factor',
  'one_time_bypass',
  'remembered_result',
  'trusted_address',
  'unknown_user_allowed',
] as const;

/** How a result looks. */
export const OUTCOME_TONES: Readonly<Record<string, Tone>> = {
  accepted: 'success',
  rejected: 'danger',
  challenged: 'warning',
};

/** Says reasons, methods and the like; what a newer core calls otherwise is shown as it is. */
export function useSignInWords() {
  const t = useText();
  const known = (list: readonly string[], word: string) => list.includes(word);
  return {
    cause: (reason: string) => (known(REASONS, reason) ? t(`reasons.${reason}.cause`) : reason),
    next: (reason: string) => (known(REASONS, reason) ? t(`reasons.${reason}.next`) : ''),
    method: (method: string) => (known(METHODS, method) ? t(`signIns.methods.${method}`) : method),
    basis: (basis: string) => (known(BASES, basis) ? t(`signIns.basis.${basis}`) : basis),
    outcome: (outcome: string) => (outcome in OUTCOME_TONES ? t(`signIns.outcomes.${outcome}`) : outcome),
  };
}
