import type { CanonicalUserName, User } from '@countersign/domain';
import { DomainError, isDomainError } from '@countersign/errors';
import { LRUCache } from 'lru-cache';
import type { SignInUsers } from '../../../users/index.ts';
import type { UserLookup } from '../../application/ports/user-lookup.ts';
import { TurnBatch } from '../redis/turn-batch.ts';

/** Longer than a copy may lag and still be read. */
const DISTRUST_MILLISECONDS = 15_000;

/** How long a copy may take to hear of a change. */
const NEWS_MILLISECONDS = 10_000;

/** Enough to use both halves of a round trip, few enough to read many users at once when many come. */
const READS = { most: 128, mostUnderWay: 2 };

/** Bounds of the memory; a user with one device takes about one KiB. */
export interface CachedUserLookupOptions {
  readonly mostUsers: number;
  readonly userMilliseconds: number;
  /** How long "nobody has this name" is believed: short, because a new user wants to sign in at once. */
  readonly absenceMilliseconds: number;
  /**
   * Asked for when even the primary is behind the version in Redis: a change was announced there and then never made. It
   * makes Redis say what the record says.
   */
  readonly settle: (userId: string) => Promise<void>;
}

/** `null`: nobody has these names. */
interface Entry {
  readonly user: User | null;
}

/**
 * Users from memory, else from Postgres: whatever is asked for in one turn of the event loop in one query. What is kept
 * may be old; the version in Redis that every sign-in compares says whether it may be used.
 */
export class CachedUserLookup implements UserLookup {
  readonly #source: SignInUsers;
  readonly #options: CachedUserLookupOptions;
  readonly #entries: LRUCache<string, Entry>;
  #primaryUntil = 0;
  #newsUntil = 0;
  readonly #reads: TurnBatch<readonly CanonicalUserName[], User | undefined>;

  constructor(source: SignInUsers, options: CachedUserLookupOptions) {
    this.#source = source;
    this.#options = options;
    this.#entries = new LRUCache({ max: options.mostUsers, ttl: options.userMilliseconds, ttlAutopurge: false });
    this.#reads = new TurnBatch((questions) => this.#read(questions), READS);
  }

  async find(names: readonly CanonicalUserName[]): Promise<User | undefined> {
    const key = keyOf(names);
    const known = this.#entries.get(key);
    if (known !== undefined) return known.user ?? undefined;
    const user = await this.#reads.add(names);
    this.#keep(key, user);
    return user;
  }

  async refresh(names: readonly CanonicalUserName[], leastVersion: number): Promise<void> {
    const key = keyOf(names);
    this.#entries.delete(key);
    for (const fromPrimary of [false, true]) {
      const users = await this.#source.findByNames(names, { fromPrimary });
      const user = firstOf(names, users);
      // A user whom no copy knows any more was removed; only the primary can say so for certain.
      if (user === undefined ? fromPrimary : user.version >= leastVersion) return this.#keep(key, user);
      // It waits for a change that is under way, so it never undoes one; the sign-in does not wait for it.
      if (user !== undefined && fromPrimary) this.#options.settle(user.id).catch(() => undefined);
    }
    throw new DomainError('unavailable', 'a change of this user has not arrived at any reachable database yet', {
      retryAfterSeconds: 1,
    });
  }

  /**
   * Redis lost the versions that say which record is too old: forgets everything, and reads from the primary for as long
   * as a copy may lag, so that nobody signs in who was disabled a moment ago. Without a primary the copies have to do.
   */
  distrust(): void {
    this.#entries.clear();
    this.#primaryUntil = performance.now() + DISTRUST_MILLISECONDS;
  }

  #keep(key: string, user: User | undefined): void {
    const ttl = user === undefined ? this.#options.absenceMilliseconds : this.#options.userMilliseconds;
    this.#entries.set(key, { user: user ?? null }, { ttl });
  }

  /** A user was added or changed somewhere: until the copies have it, a name that they lack is looked up at the primary. */
  expectNews(): void {
    this.#newsUntil = performance.now() + NEWS_MILLISECONDS;
  }

  /** Names that a copy lacks, once more from the primary: it may know a user who was added a moment ago. */
  async #withNews(
    names: readonly CanonicalUserName[],
    found: ReadonlyMap<string, User>,
  ): Promise<ReadonlyMap<string, User>> {
    const missing = performance.now() < this.#newsUntil ? names.filter((name) => !found.has(name)) : [];
    if (missing.length === 0) return found;
    const news = await this.#source.findByNames(missing, { fromPrimary: true }).catch(() => new Map<string, User>());
    return new Map([...found, ...news]);
  }

  async #readNames(names: readonly CanonicalUserName[]): Promise<ReadonlyMap<string, User>> {
    if (performance.now() >= this.#primaryUntil) return this.#withNews(names, await this.#source.findByNames(names));
    try {
      return await this.#source.findByNames(names, { fromPrimary: true });
    } catch (error) {
      if (!isDomainError(error, 'master_offline')) throw error;
      return this.#source.findByNames(names);
    }
  }

  async #read(questions: readonly (readonly CanonicalUserName[])[]): Promise<readonly (User | undefined)[]> {
    const users = await this.#readNames(questions.flat());
    return questions.map((names) => firstOf(names, users));
  }
}

function firstOf(names: readonly CanonicalUserName[], users: ReadonlyMap<string, User>): User | undefined {
  for (const name of names) {
    const user = users.get(name);
    if (user !== undefined) return user;
  }
  return undefined;
}

function keyOf(names: readonly CanonicalUserName[]): string {
  return names.length === 1 ? (names[0] ?? '') : names.join('\u0000');
}
