import type { SecretBytes } from '@countersign/errors';
import type { RejectionReason } from './rejection-reason.ts';

/** What happened: a step of the claimant, or the outcome of a command that `advance` asked for. */
export type AuthenticationEvent =
  | { readonly kind: 'signed_in'; readonly credential: SecretBytes }
  | { readonly kind: 'answered'; readonly credential: SecretBytes }
  | { readonly kind: 'password_verified' }
  | { readonly kind: 'password_refused'; readonly reason: RejectionReason }
  | { readonly kind: 'pin_verified' }
  | { readonly kind: 'pin_refused' }
  | {
      readonly kind: 'text_message_queued';
      /** Base64 of the keyed hash of the code. */
      readonly codeHash: string;
      readonly digits: number;
    }
  | { readonly kind: 'text_message_refused'; readonly reason: 'delivery_failed' | 'delivery_limited' };
