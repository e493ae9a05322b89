import type { SecretBytes } from '@countersign/errors';

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
