import { type LiveFacts, noLiveFacts } from '@countersign/domain';
import type { Generation } from '../../application/ports/authentication-store.ts';
import { ExpiringMap } from './expiring-map.ts';

/** What is known of one user: the live facts and the least version of the record. */
export interface MemoryFacts extends LiveFacts {
  readonly leastUserVersion: number;
}

/** An entry of the journal as it would stand in the stream. */
export interface MemoryJournalEntry {
  readonly event: string;
  readonly outcome: string;
  readonly reason: string;
  /** 0: this entry locked nobody. */
  readonly lockedUntil: number;
}

const NOTHING_KNOWN: MemoryFacts = { ...noLiveFacts, leastUserVersion: 0 };

/** What all servers share when there is no Redis: the state behind `InMemoryAuthenticationStore`. */
export class AuthenticationMemory {
  readonly now: () => number;
  readonly journal: MemoryJournalEntry[] = [];
  /** Called with the id of every authentication that was decided. */
  readonly listeners = new Set<(authenticationId: string) => void>();
  readonly requests: ExpiringMap<string>;
  readonly records: ExpiringMap<string>;
  readonly lastAccepted: ExpiringMap<number>;
  readonly spent: ExpiringMap<string>;
  readonly newestSentCode: ExpiringMap<string>;
  readonly failures: ExpiringMap<number>;
  readonly running: ExpiringMap<string>;
  readonly tentative: ExpiringMap<string>;
  readonly decisions: ExpiringMap<string>;
  readonly generation: Generation;
  readonly #facts = new Map<string, MemoryFacts>();

  /** @param now milliseconds since 1970, the one clock of all servers */
  constructor(now: () => number, generation: Generation = { id: 'first', recoveredAt: 0 }) {
    this.now = now;
    this.generation = generation;
    this.requests = new ExpiringMap(now);
    this.records = new ExpiringMap(now);
    this.lastAccepted = new ExpiringMap(now);
    this.spent = new ExpiringMap(now);
    this.newestSentCode = new ExpiringMap(now);
    this.failures = new ExpiringMap(now);
    this.running = new ExpiringMap(now);
    this.tentative = new ExpiringMap(now);
    this.decisions = new ExpiringMap(now);
  }

  factsOf(userId: string | undefined): MemoryFacts {
    return (userId === undefined ? undefined : this.#facts.get(userId)) ?? NOTHING_KNOWN;
  }

  /** Changes facts of a user; open decisions about the user become stale. */
  change(userId: string, changes: Partial<MemoryFacts>): void {
    const facts = this.factsOf(userId);
    this.#facts.set(userId, { ...facts, ...changes, revision: facts.revision + 1 });
  }

  /** Remembers a result and forgets those that ended; nobody's decision becomes stale by it. */
  remember(userId: string, scopeKey: string, untilAt: number): void {
    const facts = this.factsOf(userId);
    const kept = [...facts.rememberedUntil].filter(([, until]) => until > this.now());
    this.#facts.set(userId, { ...facts, rememberedUntil: new Map([...kept, [scopeKey, untilAt]]) });
  }

  /** Wakes whoever waits for this authentication. */
  tell(authenticationId: string): void {
    for (const listener of this.listeners) listener(authenticationId);
  }
}
