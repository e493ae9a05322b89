/** One step of a claimant, as the core wants it. */
export interface Attempt {
  /** 16 octets that name the request: a repeat of it, on whichever gateway, carries the same ones. */
  readonly requestKey: Uint8Array;
  readonly relyingPartyId: string;
  readonly userName: string;
  /** What the claimant typed, in UTF-8. */
  readonly credential: Uint8Array;
  /** The handle of the challenge that is answered; empty for a fresh sign-in. */
  readonly challengeHandle: Uint8Array;
  /** The claimant's own IP address; empty if unknown. */
  readonly clientAddress: string;
  readonly callingStation: string;
  /** Where the request came from, and the name that the sender gives itself; empty if none. For the journal only. */
  readonly nasAddress: string;
  readonly nasIdentifier: string;
  /** On the monotonic clock, milliseconds: after this nobody waits for the answer. */
  readonly deadlineAt: number;
}

/** What the core answers. Only `accepted` lets anybody in. */
export type Verdict =
  | {
      readonly outcome: 'accepted';
      readonly message: string;
      /** Lines `Attribute-Name=value`. */
      readonly replyAttributes: readonly string[];
      /** 16 octets that name the authentication in the journal. */
      readonly authenticationId: Uint8Array;
    }
  | { readonly outcome: 'rejected'; readonly message: string; readonly authenticationId: Uint8Array }
  | {
      readonly outcome: 'challenged';
      readonly message: string;
      readonly challengeHandle: Uint8Array;
      readonly lifetimeSeconds: number;
      readonly authenticationId: Uint8Array;
    }
  /** The same request is being worked on elsewhere: a later repeat finds the answer. */
  | { readonly outcome: 'in_progress' }
  /** Nobody could decide. `errorCode` is for the log. */
  | { readonly outcome: 'undecided'; readonly errorCode: string };

/** Takes a verdict, exactly once. */
export type Settle = (verdict: Verdict) => void;

/** The auth-servers. */
export interface AuthenticationCore {
  /** False while no auth-server can be asked. */
  readonly isAvailable: boolean;
  /**
   * Asks for a verdict. False when the attempt was not taken; otherwise `settle` is called exactly once, at the latest
   * shortly after the deadline. A callback, not a promise: this is the hot path.
   */
  submit(attempt: Attempt, settle: Settle): boolean;
}
