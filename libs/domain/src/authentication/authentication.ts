import type { Method } from '../authenticators/method.ts';
import type { CanonicalUserName } from '../users/canonical-user-name.ts';
import type { Verdict } from './verdict.ts';

/**
 * What has been proved so far. Only a recorded proof can lead to an accept; what a client claims to have done never does.
 */
export type Proof =
  | { readonly kind: 'password'; readonly source: 'local' | 'directory'; readonly provedAt: number }
  | {
      readonly kind: 'second_factor';
      readonly method: Method;
      readonly authenticatorId: string;
      readonly provedAt: number;
      /** The device itself made sure who holds it (WebAuthn user verification): that counts as a password too. */
      readonly isUserVerified?: true;
    };

/** A code that we sent and wait for. Only its keyed hash is kept. */
export interface SentCode {
  readonly authenticatorId: string;
  /** Base64 of the keyed hash over the authentication's id and the code. */
  readonly hash: string;
  readonly digits: number;
  readonly expiresAt: number;
}

/** A question that we asked and are waiting on. */
export interface Challenge {
  /** Wrong answers that it survives, this one included. */
  readonly attemptsLeft: number;
  readonly expiresAt: number;
  /** What may answer it. */
  readonly methods: readonly Method[];
  readonly sentCode: SentCode | undefined;
  /** What the page asks for; present in the browser only. */
  readonly asked?: Method;
}

/** Where an authentication stands. */
export type Stage =
  | { readonly at: 'received' }
  | {
      readonly at: 'checking_password';
      /** The code that came behind the password; `match` is what it would claim. */
      readonly code: { readonly typed: string; readonly match: OathMatch | undefined } | undefined;
    }
  | { readonly at: 'checking_pin'; readonly match: OathMatch; readonly question: Challenge | undefined }
  | {
      readonly at: 'sending_text_message';
      readonly authenticatorId: string;
      /** The question in whose place the text message comes; it stands again when none can be sent. */
      readonly question?: Challenge;
    }
  | { readonly at: 'checking_passkey'; readonly authenticatorId: string; readonly question: Challenge | undefined }
  | { readonly at: 'challenged'; readonly challenge: Challenge }
  | { readonly at: 'ended'; readonly verdict: Verdict };

/** A right code of an OATH authenticator that is not claimed yet. */
export interface OathMatch {
  readonly method: 'totp' | 'hotp';
  readonly authenticatorId: string;
  /** The time step or counter to claim. */
  readonly value: number;
  readonly driftSteps: number;
}

/**
 * One request to prove a user, from the door's question to the verdict. It lives in Redis between two steps, so that any
 * server can take the next one; nothing about it is held in a process.
 */
export interface Authentication {
  readonly id: string;
  /** Absent: nobody has this name, and the relying party lets unknown users pass. */
  readonly userId: string | undefined;
  readonly userName: CanonicalUserName;
  readonly relyingPartyId: string;
  /** The claimant's own address; empty: unknown. */
  readonly clientAddress: string;
  /** RADIUS Calling-Station-Id or the like; empty: none. */
  readonly callingStation: string;
  readonly startedAt: number;
  /** The user's count of revocations when it started; another count means that it is dead. */
  readonly revocations: number;
  readonly proofs: readonly Proof[];
  /** Challenges that the claimant has seen. */
  readonly rounds: number;
  readonly stage: Stage;
}

/** Starts an authentication in which nothing is proved. */
export function receiveAuthentication(parts: Omit<Authentication, 'proofs' | 'rounds' | 'stage'>): Authentication {
  return { ...parts, proofs: [], rounds: 0, stage: { at: 'received' } };
}
