import type { Authentication, Claim, LiveFacts } from '@countersign/domain';

/** DI token of the {@link AuthenticationStore}. */
export const AUTHENTICATION_STORE = Symbol('AUTHENTICATION_STORE');

/** What a step needs to know before it decides. */
export interface LoadQuestion {
  readonly userId: string | undefined;
  /** Hexadecimal name of the door's request. */
  readonly requestKey: string;
  /** Hexadecimal handle of the challenge that is answered; empty for a fresh sign-in. */
  readonly handle: string;
  /** Whose last accepted codes are wanted. */
  readonly authenticatorIds: readonly string[];
}

/** What Redis knew at one moment. */
export interface Loaded {
  /** The clock that all servers share, milliseconds since 1970: a server whose own clock is off decides alike. */
  readonly now: number;
  readonly generation: Generation;
  /** The least version of the user's record that may be used. */
  readonly leastUserVersion: number;
  readonly facts: LiveFacts;
  readonly authentication: Authentication | undefined;
  /** What became of the same request before: an answer, or `pending`. */
  readonly earlier: string | 'pending' | undefined;
}

/** The life of one memory of Redis. */
export interface Generation {
  readonly id: string;
  /** When the memory was lost before this one began; 0: it never was. */
  readonly recoveredAt: number;
}

/** Taken before a password is looked at, or before a text message is sent. */
export interface BeginRequest {
  readonly generation: Generation;
  readonly authenticationId: string;
  /** From whose budget of passwords an attempt is taken: a user's id or another name; undefined: none is. */
  readonly userId: string | undefined;
  readonly requestKey: string;
  /** Hexadecimal; equal for repeats of one sign-in. Empty: repeats must not share the answer (it spends a code). */
  readonly joinKey: string;
  readonly joinMilliseconds: number;
  readonly tentative: { readonly authenticatorId: string; readonly value: number } | undefined;
  readonly passwordDenials: number;
  readonly passwordWindowMilliseconds: number;
  /** How long the request counts as being worked on. */
  readonly pendingMilliseconds: number;
}

/** `joined`: the same sign-in is already under way, as the named authentication. */
export type BeginOutcome =
  | { readonly kind: 'begun' }
  | { readonly kind: 'earlier'; readonly result: string | 'pending' }
  | { readonly kind: 'joined'; readonly authenticationId: string }
  | { readonly kind: 'replayed' }
  | { readonly kind: 'throttled' };

/** The limits that a failed attempt counts against. */
export interface FailureBudget {
  readonly factor: 'second' | 'password';
  readonly denials: number;
  readonly windowMilliseconds: number;
  readonly lockMilliseconds: number;
}

/** Everything that comes true together, or not at all. */
export interface CommitRequest {
  readonly generation: Generation;
  readonly userId: string | undefined;
  /** As loaded: any other value means that something changed meanwhile. */
  readonly expectedRevision: number;
  readonly expectedUserVersion: number;
  readonly outcome: 'accepted' | 'rejected' | 'challenged';
  readonly reason: string;
  readonly requestKey: string;
  /** Whether `begin` ran for this request. */
  readonly begun: BeginRequest | undefined;
  /** The handle that this answer uses up; empty for a fresh sign-in. */
  readonly consumedHandle: string;
  readonly claim: Claim | undefined;
  /** Milliseconds for which an accepted time step is remembered in Redis. */
  readonly claimMilliseconds: number;
  readonly failure: FailureBudget | undefined;
  readonly restoredFactors: readonly ('second' | 'password')[];
  readonly remember: { readonly scopeKey: string; readonly untilAt: number } | undefined;
  /** Whether this step sent a text message: its code is then the user's newest. */
  readonly isTextSent?: boolean;
  /** The record to keep for the next step, under its new handle. */
  readonly open:
    | {
        readonly handle: string;
        readonly authentication: Authentication;
        readonly lifetimeMilliseconds: number;
      }
    | undefined;
  readonly authenticationId: string;
  /** The answer to keep for repeats of the request: as proposed, and when the commit turns it into a rejection. */
  readonly result: string;
  readonly resultIfRefused: string;
  /** JSON of the journal event, without outcome and reason. */
  readonly journalEvent: string;
}

/**
 * The outcome of the commit is the verdict. `refused`: a claim failed or the challenge was used up already, and the
 * journal says so. `stale`: a fact changed, nothing was written, decide again.
 */
export type CommitOutcome =
  | { readonly kind: 'done'; readonly lockedUntil: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly lockedUntil: number }
  | { readonly kind: 'earlier'; readonly result: string | 'pending' }
  | { readonly kind: 'stale' };

/**
 * The shared memory of all servers for open authentications and once-only facts. Calls of one turn of the event loop
 * travel together. Every method throws DomainError `unavailable` when Redis does not answer or lost its memory: then nothing
 * was decided.
 */
export interface AuthenticationStore {
  load(question: LoadQuestion): Promise<Loaded>;
  begin(request: BeginRequest): Promise<BeginOutcome>;
  commit(request: CommitRequest): Promise<CommitOutcome>;
  /** Gives back what `begin` took: the password could not be checked. */
  release(request: BeginRequest): Promise<void>;
  /** What became of an authentication that somebody else decides; undefined: nothing until the deadline. */
  awaitDecision(authenticationId: string, milliseconds: number): Promise<string | undefined>;
}
