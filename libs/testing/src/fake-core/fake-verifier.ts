import { randomBytes } from 'node:crypto';
import { authenticationV1 } from '@countersign/contracts';

/** A user whom {@link FakeVerifier} knows. */
export interface FakeUser {
  readonly password: string;
  /** With a code, the password alone is answered by a challenge; password and code in one field are enough. */
  readonly code?: string;
  readonly replyAttributes?: readonly string[];
  readonly message?: string;
}

type Attempt = authenticationV1.Attempt;
type Result = Partial<authenticationV1.AttemptResult>;

interface Challenge {
  readonly userName: string;
  readonly relyingPartyId: string;
}

const { Outcome } = authenticationV1;
const REJECTED: Result = { outcome: Outcome.REJECTED, message: 'Sign-in failed' };

/**
 * Decides like the core in what a door can see of it: one answer for each request key, handles that are good once and for
 * one user and relying party, codes that are good once.
 */
export class FakeVerifier {
  readonly users = new Map<string, FakeUser>();
  readonly #answers = new Map<string, Result>();
  readonly #challenges = new Map<string, Challenge>();
  readonly #usedCodes = new Set<string>();
  /** How many attempts were judged; repeats of a request are not. */
  judged = 0;

  decide(attempt: Attempt): Result {
    const key = attempt.requestKey.toString('hex');
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    this.judged += 1;
    const result = attempt.challengeHandle.length > 0 ? this.#answerChallenge(attempt) : this.#signIn(attempt);
    this.#answers.set(key, result);
    return result;
  }

  #signIn({ userName, relyingPartyId, credential }: Attempt): Result {
    const user = this.users.get(userName);
    const typed = credential.toString('utf8');
    if (user === undefined) return REJECTED;
    if (user.code === undefined) return typed === user.password ? accepted(user) : REJECTED;
    if (typed === user.password + user.code) return this.#useCode(userName, user);
    return typed === user.password ? this.#challenge({ userName, relyingPartyId }) : REJECTED;
  }

  #answerChallenge({ userName, relyingPartyId, credential, challengeHandle }: Attempt): Result {
    const handle = challengeHandle.toString('hex');
    const challenge = this.#challenges.get(handle);
    this.#challenges.delete(handle);
    const user = this.users.get(userName);
    const isTheirs = challenge?.userName === userName && challenge.relyingPartyId === relyingPartyId;
    if (user === undefined || !isTheirs) return REJECTED;
    return credential.toString('utf8') === user.code
      ? this.#useCode(userName, user)
      : this.#challenge({ userName, relyingPartyId });
  }

  #useCode(userName: string, user: FakeUser): Result {
    if (this.#usedCodes.has(userName)) return REJECTED;
    this.#usedCodes.add(userName);
    return accepted(user);
  }

  #challenge(challenge: Challenge): Result {
    const challengeHandle = randomBytes(32);
    this.#challenges.set(challengeHandle.toString('hex'), challenge);
    return { outcome: Outcome.CHALLENGED, challengeHandle, message: 'Enter your code', challengeLifetimeSeconds: 90 };
  }
}

function accepted({ replyAttributes = [], message = '' }: FakeUser): Result {
  return { outcome: Outcome.ACCEPTED, message, replyAttributes: [...replyAttributes] };
}
