import type { SecretBytes } from '@countersign/errors';
import type { E164Phone } from '../users/phone.ts';
import type { RejectionReason } from './rejection-reason.ts';
import type { Verdict } from './verdict.ts';

/** A fact that may come true once. The commit claims it, or the verdict is no. */
export type Claim =
  | {
      readonly kind: 'otp';
      readonly method: 'totp' | 'hotp';
      readonly authenticatorId: string;
      /** Time step or counter: greater than the last accepted one, or the code is a replay. */
      readonly value: number;
      readonly driftSteps: number;
    }
  | { readonly kind: 'recovery_code'; readonly authenticatorId: string; readonly codeId: string }
  /** A code that we sent: only that of the user's newest challenge counts, and only once. */
  | { readonly kind: 'sent_code'; readonly authenticatorId: string }
  | { readonly kind: 'bypass'; readonly bypassId: string };

/** Everything that must come true together with the verdict, or not at all. */
export interface Commit {
  readonly verdict: Verdict;
  /** Why the last answer was refused, when the claimant is asked again; the verdict of a rejection names its own. */
  readonly refusal: RejectionReason | undefined;
  /** The once-only fact that an accept spends. */
  readonly claim: Claim | undefined;
  /** The budget that a failed attempt takes from. */
  readonly failedFactor: 'second' | 'password' | undefined;
  /** The budgets that a success fills up again. */
  readonly restoredFactors: readonly ('second' | 'password')[];
  readonly remember: { readonly scopeKey: string; readonly untilAt: number } | undefined;
}

/** What `advance` wants done before it can go on, or the end of this step. */
export type Command =
  | { readonly kind: 'verify_password'; readonly source: 'local' | 'directory'; readonly password: SecretBytes }
  | { readonly kind: 'verify_pin'; readonly pin: SecretBytes; readonly pinHash: string }
  | { readonly kind: 'send_text_message'; readonly authenticatorId: string; readonly phone: E164Phone }
  /** Checks the signature that came with this step. */
  | { readonly kind: 'verify_passkey'; readonly authenticatorId: string }
  | { readonly kind: 'commit'; readonly commit: Commit };
