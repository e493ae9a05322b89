import type { RejectionReason } from './rejection-reason.ts';

/** How an accepted sign-in came about; the journal and the reports tell them apart. */
export type AcceptanceBasis =
  | 'second_factor'
  | 'one_time_bypass'
  | 'remembered_result'
  | 'trusted_address'
  | 'unknown_user_allowed';

/** A text for the claimant, by name; `messages/` holds it in every language. */
export type PromptId =
  | 'enter_code'
  | 'enter_text_message_code'
  | 'code_wrong_try_again'
  | 'text_message_failed_enter_code'
  | 'pin_change_required'
  | 'denied'
  | 'challenge_over';

/** Our answer to a door. A value, never an exception: an exception means that we could not answer. */
export type Verdict =
  | { readonly outcome: 'accepted'; readonly basis: AcceptanceBasis }
  | { readonly outcome: 'rejected'; readonly reason: RejectionReason }
  | { readonly outcome: 'challenged'; readonly prompt: PromptId }
  | { readonly outcome: 'pending' };

/**
 * The one text that a claimant sees after a rejection. Unknown user, wrong password and wrong code read alike; only who
 * already proved the password may learn more.
 */
export function rejectionPrompt(reason: RejectionReason): PromptId {
  switch (reason) {
    case 'pin_change_required':
      return 'pin_change_required';
    case 'challenge_unknown':
    case 'challenge_expired':
    case 'authentication_revoked':
      return 'challenge_over';
    default:
      return 'denied';
  }
}
