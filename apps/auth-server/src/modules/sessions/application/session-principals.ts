import type { CanonicalUserName, User } from '@countersign/domain';
import type { AdministratorRights, Principal, PrincipalSource, Surface } from '../../../platform/principal.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import type { LiveSession, Session } from './ports/session-store.ts';

/** What {@link SessionPrincipals} needs. */
export interface SessionPrincipalsDependencies {
  readonly sessions: BrowserSessions;
  readonly users: {
    find(names: readonly CanonicalUserName[]): Promise<User | undefined>;
    refresh(names: readonly CanonicalUserName[], leastVersion: number): Promise<void>;
  };
  readonly administrators: { find(userId: string): Promise<AdministratorRights | undefined> };
}

/** Who is behind a session, as of this moment. */
export interface Person {
  readonly session: Session;
  readonly user: User;
  readonly principal: Principal;
}

/** {@link PrincipalSource} over browser sessions: whoever was disabled, removed or blocked is nobody at once. */
export class SessionPrincipals implements PrincipalSource {
  readonly #needs: SessionPrincipalsDependencies;

  constructor(dependencies: SessionPrincipalsDependencies) {
    this.#needs = dependencies;
  }

  async find(
    sessionId: string,
    surface: Surface,
    { isQuiet = false }: { readonly isQuiet?: boolean } = {},
  ): Promise<Principal | undefined> {
    return (await this.person(sessionId, surface, !isQuiet))?.principal;
  }

  /** With `isUse` the session lives on. */
  async person(sessionId: string | undefined, surface: Surface, isUse = true): Promise<Person | undefined> {
    const found = await this.#needs.sessions.find(sessionId, surface, isUse);
    if (found === undefined || found.session.level === 'password_proved') return undefined;
    const user = await this.#userOf(found);
    if (user === undefined || !user.isEnabled) return undefined;
    const { session } = found;
    const rights = surface === 'console' ? await this.#needs.administrators.find(user.id) : undefined;
    if (surface === 'console' && rights === undefined) return undefined;
    return { session, user, principal: principalOf(session, user, rights) };
  }

  async #userOf({ session, leastUserVersion }: LiveSession): Promise<User | undefined> {
    const names = [session.userName as CanonicalUserName];
    const known = await this.#needs.users.find(names);
    if (known !== undefined && known.version >= leastUserVersion) return sameUser(known, session);
    await this.#needs.users.refresh(names, leastUserVersion);
    return sameUser(await this.#needs.users.find(names), session);
  }
}

/** The name may belong to somebody else by now. */
function sameUser(user: User | undefined, { userId }: Session): User | undefined {
  return user?.id === userId ? user : undefined;
}

function principalOf(session: Session, user: User, rights: AdministratorRights | undefined): Principal {
  const { surface, key, level, provedAt, provedById } = session;
  return {
    surface,
    sessionKey: key,
    userId: user.id,
    userName: user.userName,
    level: level === 'enrolling' ? 'enrolling' : 'full',
    provedAt,
    provedById,
    ...(rights === undefined ? {} : { administrator: rights }),
  };
}
