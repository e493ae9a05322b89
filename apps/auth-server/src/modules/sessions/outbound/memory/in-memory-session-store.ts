import type { Surface } from '../../../../platform/principal.ts';
import type {
  Liveness,
  LiveSession,
  Session,
  SessionChanges,
  SessionStore,
} from '../../application/ports/session-store.ts';

/** {@link SessionStore} without Redis: for tests, where it stands for it. */
export class InMemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, Session & { readonly generation: number }>();
  readonly #generations = new Map<string, number>();
  readonly #challenges = new Set<string>();
  /** Users whose sessions open nothing, with the instant at which that ends. */
  readonly blockedUntil = new Map<string, number>();

  begin(session: Session, replacedKey?: string): Promise<boolean> {
    const generation = this.#generations.get(session.userId) ?? 0;
    if (replacedKey !== undefined) {
      const replaced = this.#sessions.get(replacedKey);
      this.#sessions.delete(replacedKey);
      if (replaced?.generation !== generation) return Promise.resolve(false);
    }
    this.#sessions.set(session.key, { ...session, generation });
    return Promise.resolve(true);
  }

  find(key: string, liveness: Liveness & { readonly isUse: boolean }): Promise<LiveSession | undefined> {
    const session = this.#alive(key, liveness);
    if (session === undefined) return Promise.resolve(undefined);
    if ((this.blockedUntil.get(session.userId) ?? 0) > liveness.now) return Promise.resolve(undefined);
    const lastSeenAt = liveness.isUse ? Math.max(liveness.now, session.lastSeenAt) : session.lastSeenAt;
    this.#sessions.set(key, { ...session, lastSeenAt });
    return Promise.resolve({ session: { ...plain(session), lastSeenAt }, leastUserVersion: 0 });
  }

  change(key: string, { question }: SessionChanges): Promise<boolean> {
    const session = this.#sessions.get(key);
    if (session === undefined) return Promise.resolve(false);
    this.#sessions.set(key, { ...session, question: question ?? undefined });
    return Promise.resolve(true);
  }

  end(key: string): Promise<void> {
    this.#sessions.delete(key);
    return Promise.resolve();
  }

  endAll(userId: string, exceptKey?: string): Promise<void> {
    const generation = (this.#generations.get(userId) ?? 0) + 1;
    this.#generations.set(userId, generation);
    const kept = exceptKey === undefined ? undefined : this.#sessions.get(exceptKey);
    if (kept !== undefined) this.#sessions.set(kept.key, { ...kept, generation });
    return Promise.resolve();
  }

  list(userId: string, now: number, idle: Readonly<Record<Surface, number>>): Promise<readonly Session[]> {
    const alive = [...this.#sessions.values()].filter(
      (each) => each.userId === userId && this.#alive(each.key, { now, idleMilliseconds: idle[each.surface] }),
    );
    return Promise.resolve(alive.map(plain).toSorted((one, other) => other.createdAt - one.createdAt));
  }

  openChallenge(challenge: string): Promise<void> {
    this.#challenges.add(challenge);
    return Promise.resolve();
  }

  takeChallenge(challenge: string): Promise<boolean> {
    return Promise.resolve(this.#challenges.delete(challenge));
  }

  #alive(key: string, { now, idleMilliseconds }: Liveness): (Session & { readonly generation: number }) | undefined {
    const session = this.#sessions.get(key);
    if (session === undefined) return undefined;
    const isCurrent = session.generation === (this.#generations.get(session.userId) ?? 0);
    const isAlive = isCurrent && now < session.endsAt && now - session.lastSeenAt < idleMilliseconds;
    if (!isAlive) this.#sessions.delete(key);
    return isAlive ? session : undefined;
  }
}

function plain({ generation: _generation, ...session }: Session & { readonly generation: number }): Session {
  return session;
}
