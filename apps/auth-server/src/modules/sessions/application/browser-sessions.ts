import type { CompanySettings } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { Clock } from '../../../platform/clock.ts';
import type { Surface } from '../../../platform/principal.ts';
import { browserName } from './browser-name.ts';
import type { PrincipalSessions } from './ports/principal-sessions.ts';
import type { LiveSession, Session, SessionLevel, SessionStore } from './ports/session-store.ts';
import { newSessionId, sessionKey } from './session-key.ts';

/** A sign-in that nobody finishes is forgotten after so long. */
const HALF_MILLISECONDS = 10 * 60_000;

/** From where somebody comes. */
export interface Visitor {
  readonly clientAddress: string;
  readonly userAgent: string;
  /** Scheme, host and port of the page. */
  readonly origin: string;
}

/** What a new session is made of. */
export interface NewSession {
  readonly surface: Surface;
  readonly level: SessionLevel;
  readonly user: { readonly id: string; readonly userName: string };
  readonly visitor: Pick<Visitor, 'clientAddress' | 'userAgent'>;
  readonly question?: Session['question'];
  readonly provedAt?: number;
  readonly provedById?: string;
}

/** What {@link BrowserSessions} needs. */
export interface BrowserSessionsDependencies {
  readonly store: SessionStore;
  readonly settings: { current(): Pick<CompanySettings, 'sessions'> };
  readonly random: { bytes(length: number): Buffer };
  readonly clock: Clock;
}

/** Begins, finds and ends browser sessions, by the limits of the company settings. */
export class BrowserSessions implements PrincipalSessions {
  readonly #needs: BrowserSessionsDependencies;

  constructor(dependencies: BrowserSessionsDependencies) {
    this.#needs = dependencies;
  }

  /**
   * @param replacedKey the session that ends at the same moment
   * @returns the new id, a secret; undefined when the one to replace is gone
   */
  async begin(parts: NewSession, replacedKey?: string): Promise<string | undefined> {
    const id = newSessionId(this.#needs.random);
    const session = this.#sessionOf(sessionKey(id), parts);
    return (await this.#needs.store.begin(session, replacedKey)) ? id : undefined;
  }

  /** Undefined: there is none, or it is over. */
  async find(id: string | undefined, surface: Surface, isUse = true): Promise<LiveSession | undefined> {
    if (id === undefined || id === '') return undefined;
    const idleMilliseconds = this.#limits(surface).idleMinutes * 60_000;
    const found = await this.#needs.store.find(sessionKey(id), {
      now: this.#needs.clock.now(),
      idleMilliseconds,
      isUse,
    });
    return found?.session.surface === surface ? found : undefined;
  }

  /** When the session ends if nothing more is asked for in it. */
  idleEndOf({ surface, lastSeenAt, endsAt }: Session): number {
    return Math.min(endsAt, lastSeenAt + this.#limits(surface).idleMinutes * 60_000);
  }

  async endById(id: string | undefined): Promise<void> {
    if (id !== undefined && id !== '') await this.#needs.store.end(sessionKey(id));
  }

  async list(userId: string): Promise<readonly Session[]> {
    const idle = (surface: Surface) => this.#limits(surface).idleMinutes * 60_000;
    const idleMilliseconds = { portal: idle('portal'), console: idle('console') };
    return await this.#needs.store.list(userId, this.#needs.clock.now(), idleMilliseconds);
  }

  /** @throws DomainError `not_found` when the user has no such session */
  async endOwn(userId: string, key: string): Promise<void> {
    const sessions = await this.list(userId);
    if (!sessions.some((session) => session.key === key)) {
      throw new DomainError('not_found', 'This session is over already.', { field: 'id' });
    }
    await this.#needs.store.end(key);
  }

  async endAll(userId: string, exceptSessionKey?: string): Promise<void> {
    await this.#needs.store.endAll(userId, exceptSessionKey);
  }

  /**
   * The session goes on under a new id, stepped up by a proof; how long it may last stays the same.
   * @returns the new id, a secret; the old one is dead at the same moment
   * @throws DomainError `sign_in_required` when the session ended meanwhile
   */
  async renew(session: Session, authenticatorId: string): Promise<string> {
    const now = this.#needs.clock.now();
    const id = newSessionId(this.#needs.random);
    const proof = { provedAt: now, provedById: authenticatorId };
    const renewed = { ...session, ...proof, key: sessionKey(id), lastSeenAt: now, question: undefined };
    if (!(await this.#needs.store.begin(renewed, session.key))) throw signInRequired();
    return id;
  }

  async promote(key: string, authenticatorId: string): Promise<string> {
    const now = this.#needs.clock.now();
    const found = await this.#needs.store.find(key, { now, idleMilliseconds: Number.MAX_SAFE_INTEGER, isUse: true });
    const session = found?.session;
    if (session?.level !== 'enrolling') throw signInRequired();
    const { surface, userId, userName, clientAddress, browser } = session;
    const id = newSessionId(this.#needs.random);
    const made = this.#sessionOf(sessionKey(id), {
      surface,
      level: 'full',
      user: { id: userId, userName },
      visitor: { clientAddress, userAgent: '' },
      provedAt: now,
      provedById: authenticatorId,
    });
    if (!(await this.#needs.store.begin({ ...made, browser }, key))) throw signInRequired();
    return id;
  }

  #limits(surface: Surface): { readonly idleMinutes: number; readonly longestMinutes: number } {
    return this.#needs.settings.current().sessions[surface];
  }

  #sessionOf(key: string, { surface, level, user, visitor, question, ...proof }: NewSession): Session {
    const now = this.#needs.clock.now();
    const longest = this.#limits(surface).longestMinutes * 60_000;
    return {
      key,
      surface,
      level,
      userId: user.id,
      userName: user.userName,
      createdAt: now,
      lastSeenAt: now,
      endsAt: now + (level === 'password_proved' ? Math.min(HALF_MILLISECONDS, longest) : longest),
      provedAt: proof.provedAt ?? 0,
      provedById: proof.provedById ?? '',
      browser: browserName(visitor.userAgent),
      clientAddress: visitor.clientAddress,
      question,
    };
  }
}

/** The one answer to whoever has no session that can be used. */
export function signInRequired(): DomainError {
  return new DomainError('sign_in_required', 'There is no session, or it is over. Sign in again.');
}
