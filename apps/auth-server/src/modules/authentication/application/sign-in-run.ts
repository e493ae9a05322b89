import type { AuthenticationEvent, CanonicalUserName, RelyingParty, User } from '@countersign/domain';
import type { BeginRequest, Generation } from './ports/authentication-store.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';
import { SignInTrace, type Stopwatch } from './sign-in-trace.ts';

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
  readonly trace: SignInTrace;
  /** The memory of Redis that the decision rests on. */
  generation: Generation | undefined;
  /** What `begin` took, once it has. */
  begun: BeginRequest | undefined;
  /** What the directory said, for the journal. */
  detail = '';
  #record: string | undefined;

  constructor(
    attempt: SignInAttempt,
    relyingParty: RelyingParty,
    names: readonly CanonicalUserName[],
    freshId: string,
    stopwatch: Stopwatch = () => 0,
  ) {
    this.attempt = attempt;
    this.relyingParty = relyingParty;
    this.names = names;
    this.freshId = freshId;
    this.trace = new SignInTrace(stopwatch);
  }

  /**
   * Takes note of the user's record that is decided on. What was done for another one is void: a password that fitted
   * the old hash proves nothing, and a code that went to the old phone must not be waited for.
   */
  decideOn(user: User | undefined): void {
    const record = user === undefined ? '' : `${user.id} ${user.version}`;
    if (this.#record !== undefined && this.#record !== record) {
      this.events.length = 0;
      this.detail = '';
    }
    this.#record = record;
  }
}
