import type { CanonicalUserName, RejectionReason, User } from '@countersign/domain';
import type { SecretBytes } from '@countersign/errors';

/** DI token of the {@link PasswordVerifier}. */
export const PASSWORD_VERIFIER = Symbol('PASSWORD_VERIFIER');

/** A password to be checked. */
export interface PasswordQuestion {
  /** Our own hash, or a bind to the directory. */
  readonly source: 'local' | 'directory';
  /** Undefined: nobody has the name. The answer is no, in the time that a wrong password takes. */
  readonly user: User | undefined;
  /**
   * With `directory` and without a user: the name that the relying party lets pass although we do not know it. It is
   * bound like a user's; absent: nobody is asked, or anybody could lock the accounts of people who are no users here.
   */
  readonly unknownName?: CanonicalUserName | undefined;
  readonly password: SecretBytes;
  /** Milliseconds since 1970: when an answer is of no use any more. */
  readonly deadlineAt: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * `refused` is a verdict, its reason and detail are for the journal alone: only a right password earns "expired" or
 * "must change", so telling them apart would confirm the password. `unavailable` means that nobody knows.
 */
export type PasswordAnswer =
  | { readonly kind: 'verified' }
  | { readonly kind: 'refused'; readonly reason: RejectionReason; readonly detail?: string }
  | { readonly kind: 'unavailable'; readonly detail: string };

/** Checks first factors. Never throws for what a claimant typed or for a directory that does not answer. */
export interface PasswordVerifier {
  /** At most one bind reaches the directory per call. */
  verify(question: PasswordQuestion): Promise<PasswordAnswer>;
}
