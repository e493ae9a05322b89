import type { Principal } from '../../../../platform/principal.ts';

/** DI token of the {@link OwnSessions}. */
export const OWN_SESSIONS = Symbol('OWN_SESSIONS');

/** What the change of a factor means for browser sessions. */
export interface OwnSessions {
  /**
   * Completes the sign-in of whoever has just proved their first method.
   * @returns the new id of the session, a secret; the old one is dead
   */
  promote(principal: Principal, authenticatorId: string, now: number): Promise<string>;
  /** Ends every session of the user but this one. */
  endOthers(principal: Principal, now: number): Promise<void>;
  /** Ends every session of the user. */
  endAll(principal: Principal, now: number): Promise<void>;
}
