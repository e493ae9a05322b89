import type { Authentication, Method, RejectionReason, User, Verdict } from '@countersign/domain';
import type { SecretBytes } from '@countersign/errors';
import type { PasskeyAnswer } from './ports/passkey-verifier.ts';

/** One step of a claimant, as a door handed it in. */
export interface SignInAttempt {
  /** Hexadecimal; the same for every repeat of one request of the asking system. */
  readonly requestKey: string;
  readonly relyingPartyId: string;
  readonly userName: string;
  readonly credential: SecretBytes;
  /** Hexadecimal handle of the challenge that is answered; empty for a fresh sign-in. */
  readonly handle: string;
  readonly clientAddress: string;
  readonly callingStation: string;
  /** How long the asking system still waits. */
  readonly deadlineMilliseconds: number;
  /** How the attempt came to us, for whoever must explain it later. */
  readonly door?: SignInDoor;
  /** In the browser: a method that the claimant wants instead of the one that was asked for. */
  readonly chosenMethod?: Method;
  /** In the browser: a passkey in place of the credential. */
  readonly passkey?: PasskeyAnswer;
  /** Never shares the answer of another attempt with the same name and password: each browser proves for itself. */
  readonly isAlone?: boolean;
}

/** What was decided and why: for the parts of this process that go on from here, never for a door. */
export interface SignInRecord {
  readonly authentication: Authentication;
  readonly user: User | undefined;
  readonly verdict: Verdict;
  /** Why the answer, or the last answer before it was asked again, is no. */
  readonly reason: RejectionReason | undefined;
}

/** The door that handed an attempt in, and what asked the door. Empty text: not known. */
export interface SignInDoor {
  readonly gateway: string;
  readonly nasAddress: string;
  readonly nasIdentifier: string;
}

/** What the door tells the asking system. `in_progress`: stay silent, the same request is being worked on. */
export interface SignInAnswer {
  readonly outcome: 'accepted' | 'rejected' | 'challenged' | 'in_progress';
  /** Hexadecimal; empty unless challenged. */
  readonly handle: string;
  /** The one text that the claimant may see. */
  readonly message: string;
  readonly challengeLifetimeSeconds: number;
  readonly replyAttributes: readonly string[];
  readonly authenticationId: string;
  /** Absent when the answer of another attempt is shared. */
  readonly record?: SignInRecord;
}

/** The answer to a request that is already being worked on. */
export const inProgress: SignInAnswer = {
  outcome: 'in_progress',
  handle: '',
  message: '',
  challengeLifetimeSeconds: 0,
  replyAttributes: [],
  authenticationId: '',
};
