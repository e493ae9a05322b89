import type { AuthenticationEvent, CanonicalUserName, RelyingParty } from '@countersign/domain';
import type { BeginRequest, Generation } from './ports/authentication-store.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';

/**
 * One attempt while it is being decided. When a fact changes under way the decision is made again from the start: what
 * was done already (a password checked, a message sent) is kept here as events and not done twice.
 */
export class SignInRun {
  readonly attempt: SignInAttempt;
  readonly relyingParty: RelyingParty;
  readonly names: readonly CanonicalUserName[];
  /** Names the authentication that this attempt starts, should it start one. */
  readonly freshId: string;
  readonly events: AuthenticationEvent[] = [];
  /** The memory of Redis that the decision rests on. */
  generation: Generation | undefined;
  /** What `begin` took, once it has. */
  begun: BeginRequest | undefined;
  /** What the directory said, for the journal. */
  detail = '';

  constructor(
    attempt: SignInAttempt,
    relyingParty: RelyingParty,
    names: readonly CanonicalUserName[],
    freshId: string,
  ) {
    this.attempt = attempt;
    this.relyingParty = relyingParty;
    this.names = names;
    this.freshId = freshId;
  }
}
