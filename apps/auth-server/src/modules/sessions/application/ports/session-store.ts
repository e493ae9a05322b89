import type { Method } from '@countersign/domain';
import type { Surface } from '../../../../platform/principal.ts';

/** DI token of the {@link SessionStore}. */
export const SESSION_STORE = Symbol('SESSION_STORE');

/**
 * How far somebody is in. `password_proved` carries no right but to answer its own question; `enrolling` opens enrollment
 * and nothing else.
 */
export type SessionLevel = 'password_proved' | 'enrolling' | 'full';

/** The question that a session waits on: a second factor at sign-in, or a fresh proof in an open session. */
export interface PendingQuestion {
  /** Hexadecimal handle of the open authentication. */
  readonly handle: string;
  /** What the help desk finds the sign-in by. */
  readonly reference: string;
  readonly method: Method;
  readonly attemptsLeft: number;
  readonly expiresAt: number;
  /** When the last text message went; 0: none did. */
  readonly textSentAt: number;
  /** Base64url of what a passkey must sign; a new one for each question. */
  readonly passkeyChallenge: string;
}

/** A browser session as it is kept. Instants are milliseconds since 1970. */
export interface Session {
  /** Hexadecimal SHA-256 of the id: whoever reads it cannot use it. */
  readonly key: string;
  readonly surface: Surface;
  readonly level: SessionLevel;
  readonly userId: string;
  readonly userName: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** Ends then in any case. */
  readonly endsAt: number;
  /** When a factor was last proved; 0: none was. */
  readonly provedAt: number;
  readonly provedById: string;
  /** "Firefox / Linux", for the person who looks at a list of sessions. */
  readonly browser: string;
  readonly clientAddress: string;
  readonly question: PendingQuestion | undefined;
}

/** A session that is alive, and how old a record of its user may be. */
export interface LiveSession {
  readonly session: Session;
  readonly leastUserVersion: number;
}

/** When a session counts as alive. */
export interface Liveness {
  readonly now: number;
  /** Without a request for so long it is over. */
  readonly idleMilliseconds: number;
}

/** What may change in a session that stays what it is. */
export interface SessionChanges {
  readonly question: PendingQuestion | null;
}

/**
 * Browser sessions, shared by all servers; they need no master. Every method throws DomainError `unavailable` when the
 * memory does not answer.
 */
export interface SessionStore {
  /**
   * Begins a session; the one that it replaces is dead at the same moment.
   * @returns false when the one to replace is gone already, or was ended with all of its user's: then nothing began
   */
  begin(session: Session, replacedKey?: string): Promise<boolean>;
  /** Undefined: there is none, it is over, or its user is blocked. With `isUse` it lives on from now. */
  find(key: string, liveness: Liveness & { readonly isUse: boolean }): Promise<LiveSession | undefined>;
  /** @returns false when the session is gone */
  change(key: string, changes: SessionChanges): Promise<boolean>;
  end(key: string): Promise<void>;
  /** Ends every session of a user at once, but one if it is named. */
  endAll(userId: string, exceptKey?: string): Promise<void>;
  /** The sessions of a user that are alive, newest first; `idleMilliseconds` per surface. */
  list(userId: string, now: number, idleMilliseconds: Readonly<Record<Surface, number>>): Promise<readonly Session[]>;
  /** Remembers what a passkey is asked to sign before anybody said a name. */
  openChallenge(challenge: string, lifetimeMilliseconds: number): Promise<void>;
  /** True once: nobody can answer the same challenge again. */
  takeChallenge(challenge: string): Promise<boolean>;
}
