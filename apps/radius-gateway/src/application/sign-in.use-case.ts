import type { Attempt, AuthenticationCore, Settle } from './ports/authentication-core.ts';
import type { MonotonicClock } from './ports/monotonic-clock.ts';
import { type Pace, TokenBuckets } from './token-buckets.ts';

/** A sign-in, or the answer to a challenge, as a client sent it. */
export interface SignInCommand extends Omit<Attempt, 'deadlineAt'> {
  readonly clientId: string;
  /** How much the client may send. */
  readonly clientPace: Pace;
  /** How long the client still waits. */
  readonly patienceMilliseconds: number;
}

/** Why a sign-in was not even asked about. The client hears nothing and tries again, or tries another server. */
export type SignInRefusal = 'client_rate_limited' | 'user_rate_limited' | 'overloaded' | 'core_unavailable';

/** Limits of a gateway. */
export interface SignInLimits {
  readonly userPace: Pace;
  /** Sign-ins that may wait for a verdict at the same time. */
  readonly maxInFlight: number;
}

const MAX_TRACKED_CLIENTS = 65_536;
const MAX_TRACKED_USERS = 65_536;
/** A claimant who already answered a challenge goes before one who only begins. */
const RESERVE_FOR_CHALLENGES = 1.25;

/** Asks the core about a sign-in, unless that would be too much. */
export class SignIn {
  readonly #core: AuthenticationCore;
  readonly #clock: MonotonicClock;
  readonly #limits: SignInLimits;
  readonly #clients = new TokenBuckets(MAX_TRACKED_CLIENTS);
  readonly #users = new TokenBuckets(MAX_TRACKED_USERS);
  #inFlight = 0;

  constructor(core: AuthenticationCore, clock: MonotonicClock, limits: SignInLimits) {
    this.#core = core;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** How many sign-ins wait for a verdict. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** `undefined` when the core was asked: then `settle` is called exactly once. */
  execute(command: SignInCommand, settle: Settle): SignInRefusal | undefined {
    const now = this.#clock.now();
    const refusal = this.#refusal(command, now);
    if (refusal !== undefined) {
      return refusal;
    }
    const { clientId: _, clientPace: __, patienceMilliseconds, ...attempt } = command;
    this.#inFlight += 1;
    const isTaken = this.#core.submit({ ...attempt, deadlineAt: now + patienceMilliseconds }, (verdict) => {
      this.#inFlight -= 1;
      settle(verdict);
    });
    if (isTaken) {
      return undefined;
    }
    this.#inFlight -= 1;
    return 'core_unavailable';
  }

  #refusal(command: SignInCommand, now: number): SignInRefusal | undefined {
    if (!this.#core.isAvailable) {
      return 'core_unavailable';
    }
    const isFresh = command.challengeHandle.length === 0;
    if (this.#inFlight >= this.#limits.maxInFlight * (isFresh ? 1 : RESERVE_FOR_CHALLENGES)) {
      return 'overloaded';
    }
    if (!this.#clients.take(command.clientId, command.clientPace, now)) {
      return 'client_rate_limited';
    }
    const user = `${command.clientId}\0${command.userName.toLowerCase()}`;
    return this.#users.take(user, this.#limits.userPace, now) ? undefined : 'user_rate_limited';
  }
}
