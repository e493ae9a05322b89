import type { Principal } from '../../../../platform/principal.ts';
import type { PrincipalSessions } from '../../../sessions/index.ts';
import type { OwnSessions } from '../../application/ports/own-sessions.ts';

/** {@link OwnSessions} by way of the module that keeps the sessions. */
export class SessionsOfPrincipals implements OwnSessions {
  readonly #sessions: PrincipalSessions;

  constructor(sessions: PrincipalSessions) {
    this.#sessions = sessions;
  }

  async promote({ sessionKey }: Principal, authenticatorId: string): Promise<string> {
    return await this.#sessions.promote(sessionKey, authenticatorId);
  }

  async endOthers({ userId, sessionKey }: Principal): Promise<void> {
    await this.#sessions.endAll(userId, sessionKey);
  }

  async endAll({ userId }: Principal): Promise<void> {
    await this.#sessions.endAll(userId);
  }
}
