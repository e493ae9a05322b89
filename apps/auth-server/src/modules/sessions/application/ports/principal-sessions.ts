/** DI token of the {@link PrincipalSessions}. */
export const PRINCIPAL_SESSIONS = Symbol('PRINCIPAL_SESSIONS');

/** What other modules do to browser sessions. Works while the master is offline. */
export interface PrincipalSessions {
  /** Ends every session of a user at once, but one if it is named: after a PIN was reset or a method removed. */
  endAll(userId: string, exceptSessionKey?: string): Promise<void>;
  /**
   * Completes the sign-in of whoever has just proved their first method in the session.
   * @returns the new id of the session, a secret; the old one is dead
   * @throws DomainError `sign_in_required` when the session is not one that enrolls
   */
  promote(sessionKey: string, authenticatorId: string): Promise<string>;
}
