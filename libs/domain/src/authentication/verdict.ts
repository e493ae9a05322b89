import type { RejectionReason } from './rejection-reason.ts';

/** How an accepted sign-in came about; the journal and the reports tell them apart. */
export type AcceptanceBasis =
  | 'second_factor'
  | 'one_time_bypass'
  | 'remembered_result'
  | 'trusted_address'
  | 'unknown_user_allowed';

/** A text for the claimant, by name; `libs/domain/messages` holds it in every language. */
export type PromptId = 'enter_code' | 'enter_text_message_code' | 'code_wrong_try_again' | 'denied' | 'challenge_over';

/** Our answer to a door. A value, never an exception: an exception means that we could not answer. */
export type Verdict =
  | { readonly outcome: 'accepted'; readonly basis: AcceptanceBasis }
  | { readonly outcome: 'rejected'; readonly reason: RejectionReason }
  | { readonly outcome: 'challenged'; readonly prompt: PromptId }
  | { readonly outcome: 'pending' };
