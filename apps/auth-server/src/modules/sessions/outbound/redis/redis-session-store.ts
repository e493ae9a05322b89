import { createHash } from 'node:crypto';
import { DomainError } from '@countersign/errors';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import type { Surface } from '../../../../platform/principal.ts';
import type {
  Liveness,
  LiveSession,
  PendingQuestion,
  Session,
  SessionChanges,
  SessionLevel,
  SessionStore,
} from '../../application/ports/session-store.ts';
import {
  beginSessionScript,
  changeSessionScript,
  endAllSessionsScript,
  endSessionScript,
  findSessionScript,
  listSessionsScript,
} from './session-scripts.ts';

/** {@link SessionStore} in Redis: a hash per session under the SHA-256 of its id. */
export class RedisSessionStore implements SessionStore {
  readonly #redis: Pick<RedisConnection, 'client'>;

  constructor(redis: Pick<RedisConnection, 'client'>) {
    this.#redis = redis;
  }

  async begin(session: Session, replacedKey = ''): Promise<boolean> {
    const { key, userId, endsAt, lastSeenAt } = session;
    const keys = [
      redisKeys.session(key),
      replacedKey === '' ? '' : redisKeys.session(replacedKey),
      redisKeys.sessionsOfUser(userId),
      redisKeys.sessionGeneration(userId),
    ];
    const values = [endsAt - lastSeenAt, key, replacedKey, ...fieldsOf(session)];
    return (await this.#run(() => beginSessionScript.run(this.#redis.client, keys, values))) === 1;
  }

  async find(
    key: string,
    { now, idleMilliseconds, isUse }: Liveness & { isUse: boolean },
  ): Promise<LiveSession | undefined> {
    const values = [now, idleMilliseconds, isUse ? 1 : 0];
    const answer = await this.#run(() => findSessionScript.run(this.#redis.client, [redisKeys.session(key)], values));
    if (answer === null) return undefined;
    const [fields, version] = answer as [string[], string];
    const session = toSession(fields);
    const lastSeenAt = isUse ? Math.max(now, session.lastSeenAt) : session.lastSeenAt;
    return { session: { ...session, lastSeenAt }, leastUserVersion: Number(version) };
  }

  async change(key: string, { question }: SessionChanges): Promise<boolean> {
    const values = ['question', question === null ? '' : JSON.stringify(question)];
    const keys = [redisKeys.session(key)];
    return (await this.#run(() => changeSessionScript.run(this.#redis.client, keys, values))) === 1;
  }

  async end(key: string): Promise<void> {
    await this.#run(() => endSessionScript.run(this.#redis.client, [redisKeys.session(key)], [key]));
  }

  async endAll(userId: string, exceptKey = ''): Promise<void> {
    const keys = [redisKeys.sessionGeneration(userId), exceptKey === '' ? '' : redisKeys.session(exceptKey)];
    await this.#run(() => endAllSessionsScript.run(this.#redis.client, keys, []));
  }

  async list(userId: string, now: number, idle: Readonly<Record<Surface, number>>): Promise<readonly Session[]> {
    const keys = [redisKeys.sessionsOfUser(userId)];
    const values = [now, idle.portal, idle.console];
    const found = await this.#run(() => listSessionsScript.run(this.#redis.client, keys, values));
    return (found as string[][]).map(toSession).toSorted((one, other) => other.createdAt - one.createdAt);
  }

  async openChallenge(challenge: string, lifetimeMilliseconds: number): Promise<void> {
    await this.#run(() => this.#redis.client.set(challengeKey(challenge), '1', 'PX', lifetimeMilliseconds));
  }

  async takeChallenge(challenge: string): Promise<boolean> {
    return (await this.#run(() => this.#redis.client.del(challengeKey(challenge)))) === 1;
  }

  async #run(command: () => Promise<unknown>): Promise<unknown> {
    try {
      return await command();
    } catch (cause) {
      throw new DomainError('unavailable', 'Redis did not answer: nobody can be signed in', { cause });
    }
  }
}

function challengeKey(challenge: string): string {
  return redisKeys.passkeyChallenge(createHash('sha256').update(challenge).digest('hex'));
}

function fieldsOf({ question, ...plain }: Session): readonly (string | number)[] {
  return [...Object.entries(plain).flat(), 'question', question === undefined ? '' : JSON.stringify(question)];
}

function toSession(pairs: readonly string[]): Session {
  const fields = new Map<string, string>();
  for (let index = 0; index + 1 < pairs.length; index += 2) fields.set(pairs[index] ?? '', pairs[index + 1] ?? '');
  const text = (name: keyof Session): string => fields.get(name) ?? '';
  const question = text('question');
  return {
    key: text('key'),
    surface: text('surface') as Surface,
    level: text('level') as SessionLevel,
    userId: text('userId'),
    userName: text('userName'),
    createdAt: Number(text('createdAt')),
    lastSeenAt: Number(text('lastSeenAt')),
    endsAt: Number(text('endsAt')),
    provedAt: Number(text('provedAt')),
    provedById: text('provedById'),
    browser: text('browser'),
    clientAddress: text('clientAddress'),
    question: question === '' ? undefined : (JSON.parse(question) as PendingQuestion),
  };
}
