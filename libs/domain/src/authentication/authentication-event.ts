import type { SecretBytes } from '@countersign/errors';
import type { Method } from '../authenticators/method.ts';
import type { RejectionReason } from './rejection-reason.ts';

/** What happened: a step of the claimant, or the outcome of a command that `advance` asked for. */
export type AuthenticationEvent =
  | {
      readonly kind: 'signed_in';
      readonly credential: SecretBytes;
      /** Asked for first, where no password comes before; left out: the user's own choice. */
      readonly method?: Method;
    }
  | { readonly kind: 'answered'; readonly credential: SecretBytes }
  /** The claimant wants another method, or the text message once more. */
  | { readonly kind: 'method_chosen'; readonly method: Method }
  /** Without name and password: the passkey tells who it is. */
  | { readonly kind: 'signed_in_with_passkey'; readonly credentialId: string }
  | { readonly kind: 'answered_with_passkey'; readonly credentialId: string }
  | { readonly kind: 'passkey_verified'; readonly counter: number; readonly isUserVerified: boolean }
  | { readonly kind: 'passkey_refused' }
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
