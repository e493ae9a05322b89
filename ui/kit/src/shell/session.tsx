import { createContext, type ReactNode, useContext } from 'react';

/** Who is signed in, as `GET /api/session` of both doors answers. */
export interface Session {
  readonly userName: string;
  readonly displayName?: string;
  /** `enrolling`: nothing but the enrollment is open. */
  readonly level?: string;
  readonly role?: string | null;
  /** What an administrator may do; empty in the portal. */
  readonly permissions?: readonly string[];
  readonly language?: string;
  readonly theme?: string;
  readonly timeZone?: string;
  /** When the session ends if nothing is done, and when in any case; ISO 8601. */
  readonly expiresAt?: string | null;
  readonly endsAt?: string | null;
  /** When this was read, milliseconds since 1970. */
  readonly readAt?: number;
}

/** The session and what can be done about it. */
export interface SessionControl {
  /** Undefined: nobody is signed in. */
  readonly session: Session | undefined;
  readonly isLoading: boolean;
  /** Reads the session again, after a sign-in or an enrollment. */
  refresh(): Promise<void>;
  signOut(): Promise<void>;
  /** True when the role includes it. */
  may(permission: string): boolean;
}

const SessionContext = createContext<SessionControl | undefined>(undefined);

/** Gives the session to everything below. */
export function SessionProvider({ value, children }: { value: SessionControl; children: ReactNode }) {
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
}

/** Who is signed in and what the person may do. */
export function useSession(): SessionControl {
  const control = useContext(SessionContext);
  if (!control) throw new Error('There is no SessionProvider above this component.');
  return control;
}

let answeredAt = 0;

/** Each answer of the door keeps the session alive. */
export function noteAnswer(now: number): void {
  answeredAt = now;
}

/** When the door last answered, milliseconds since 1970. */
export function lastAnswerAt(): number {
  return answeredAt;
}
