import { DomainError } from '@countersign/errors';
import type { RedisConnection } from '../../../../outbound/redis/redis-connection.ts';
import { redisKeys } from '../../../../outbound/redis/keys.ts';
import type {
  AuthenticationStore,
  BeginOutcome,
  BeginRequest,
  CommitOutcome,
  CommitRequest,
  Loaded,
  LoadQuestion,
} from '../../application/ports/authentication-store.ts';
import { commitKeys, commitValues, tentativeKey } from './commit-mapper.ts';
import { toEarlier, toLoaded } from './loaded-mapper.ts';
import { generationText, parseGeneration, type RedisGeneration } from './redis-generation.ts';
import { beginScript, commitScript, loadScript, releaseScript } from './scripts.ts';
import { tellDecisions } from './tell-decisions.ts';
import { TurnBatch, type TurnBatchOptions } from './turn-batch.ts';

/** How the store makes sure that an accept outlives the loss of the Redis primary. */
export interface DurabilityOptions {
  /** Redis replicas that must acknowledge an accept before it is reported; 0: there are none. */
  readonly replicas: number;
  readonly waitMilliseconds: number;
}

/** Redis answers one after the other anyway: what comes meanwhile travels together in the next batch. */
const ONE_AT_A_TIME: TurnBatchOptions = { mostUnderWay: 1 };

/** {@link AuthenticationStore} over one Redis (with or without replicas). */
export class RedisAuthenticationStore implements AuthenticationStore {
  readonly #redis: RedisConnection;
  readonly #generation: RedisGeneration;
  readonly #durability: DurabilityOptions;
  readonly #loads: TurnBatch<LoadQuestion, Loaded>;
  readonly #commits = new Map<string, TurnBatch<CommitRequest, CommitOutcome>>();
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(redis: RedisConnection, generation: RedisGeneration, durability: DurabilityOptions) {
    this.#redis = redis;
    this.#generation = generation;
    this.#durability = durability;
    this.#loads = new TurnBatch((questions) => this.#loadAll(questions), ONE_AT_A_TIME);
    redis.subscribe(redisKeys.decided, (id) => {
      for (const wake of this.#waiting.get(id) ?? []) wake();
    });
  }

  load(question: LoadQuestion): Promise<Loaded> {
    return this.#loads.add(question);
  }

  commit(request: CommitRequest): Promise<CommitOutcome> {
    // A batch rests on one memory of Redis: what was decided on a lost one must not travel under the name of the next.
    const generation = generationText(request.generation);
    // What waits for replicas, and may fail over it, travels apart from what does not.
    const isDurable = this.#durability.replicas > 0 && request.outcome === 'accepted';
    const kind = `${generation} ${isDurable}`;
    const batch =
      this.#commits.get(kind) ?? new TurnBatch((all) => this.#commitAll(generation, isDurable, all), ONE_AT_A_TIME);
    if (!this.#commits.has(kind)) this.#forgetOtherGenerations(generation);
    this.#commits.set(kind, batch);
    return batch.add(request);
  }

  async begin(request: BeginRequest): Promise<BeginOutcome> {
    const values = [
      generationText(request.generation),
      request.authenticationId,
      request.pendingMilliseconds,
      request.joinMilliseconds,
      request.passwordDenials,
      request.passwordWindowMilliseconds,
    ];
    const [kind, detail] = await this.#run<string[]>(() =>
      beginScript.run(this.#redis.client, beginKeys(request), values),
    );
    switch (kind) {
      case 'earlier':
        return { kind, result: toEarlier(detail ?? '') };
      case 'joined':
        return { kind, authenticationId: detail ?? '' };
      case 'begun':
      case 'replayed':
      case 'throttled':
        return { kind };
      default:
        throw this.#memoryLost();
    }
  }

  async release(request: BeginRequest): Promise<void> {
    await this.#run(() => releaseScript.run(this.#redis.client, beginKeys(request), [request.authenticationId]));
  }

  async awaitDecision(authenticationId: string, milliseconds: number): Promise<string | undefined> {
    const read = () => this.#run<string | null>(() => this.#redis.client.get(redisKeys.decision(authenticationId)));
    await this.#wakeUp(authenticationId, milliseconds, async () => (await read()) !== null);
    // Read even when nothing woke us: the message may have gone while the subscription was being renewed.
    const decided = await read();
    return decided === null || decided === '' ? undefined : decided;
  }

  /** Waits for the message; `isDecided` is asked once after listening began, because the message may have gone before. */
  async #wakeUp(id: string, milliseconds: number, isDecided: () => Promise<boolean>): Promise<void> {
    const wakers = this.#waiting.get(id) ?? new Set<() => void>();
    this.#waiting.set(id, wakers);
    let wake: () => void = () => undefined;
    let expiry: NodeJS.Timeout | undefined;
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
      expiry = setTimeout(resolve, milliseconds);
    });
    wakers.add(wake);
    try {
      if (!(await isDecided())) await woken;
    } finally {
      clearTimeout(expiry);
      wakers.delete(wake);
      if (wakers.size === 0) this.#waiting.delete(id);
    }
  }

  async #loadAll(questions: readonly LoadQuestion[]): Promise<readonly Loaded[]> {
    const keys: string[] = [];
    const counts: number[] = [];
    for (const question of questions) {
      keys.push(question.userId === undefined ? '' : redisKeys.userFacts(question.userId));
      keys.push(redisKeys.request(question.requestKey), redisKeys.authentication(question.handle));
      for (const id of question.authenticatorIds) keys.push(redisKeys.lastAccepted(id));
      counts.push(question.authenticatorIds.length);
    }
    const answer = await this.#run<unknown[]>(() => loadScript.run(this.#redis.client, keys, counts));
    const generation = parseGeneration(String(answer[1]));
    if (generation === undefined) throw this.#memoryLost();
    this.#generation.see(generation);
    const now = Number(answer[0]);
    return questions.map((question, index) => {
      const facts = answer[2 + index * 2] as string[];
      const values = answer[3 + index * 2] as (string | null)[];
      return toLoaded(question, { now, generation, facts, values });
    });
  }

  async #commitAll(
    generation: string,
    isDurable: boolean,
    requests: readonly CommitRequest[],
  ): Promise<readonly CommitOutcome[]> {
    const keys = requests.flatMap(commitKeys);
    const values = [generation, ...requests.flatMap((request) => commitValues(request, { isToldLater: isDurable }))];
    const answer = await this.#run<(string | number)[]>(() => commitScript.run(this.#redis.client, keys, values));
    if (answer[0] === 'generation_lost') throw this.#memoryLost();
    const outcomes = requests.map((_, index) => toOutcome(answer.slice(index * 3, index * 3 + 3)));
    if (isDurable) await this.#makeDurable(requests, outcomes);
    return outcomes;
  }

  /** An accept that only the Redis primary knows could be forgotten and its code used again, so it is not reported. */
  async #makeDurable(requests: readonly CommitRequest[], outcomes: readonly CommitOutcome[]): Promise<void> {
    const { replicas, waitMilliseconds } = this.#durability;
    const acknowledged = await this.#run<number>(() => this.#redis.client.wait(replicas, waitMilliseconds));
    const isKnown = acknowledged >= replicas;
    const decided = requests.filter((_, index) => outcomes[index]?.kind === 'done');
    await this.#run(() => tellDecisions(this.#redis.client, decided, isKnown));
    if (isKnown) return;
    throw new DomainError('unavailable', `only ${acknowledged} of ${replicas} Redis replicas acknowledged the sign-in`);
  }

  async #run<T>(command: () => Promise<unknown>): Promise<T> {
    try {
      return (await command()) as T;
    } catch (cause) {
      throw new DomainError('unavailable', 'Redis did not answer: check that it runs and accepts writes', { cause });
    }
  }

  #forgetOtherGenerations(generation: string): void {
    for (const kind of this.#commits.keys()) if (!kind.startsWith(`${generation} `)) this.#commits.delete(kind);
  }

  #memoryLost(): DomainError {
    this.#generation.restore();
    return new DomainError('unavailable', 'Redis lost its memory; it is being restored from Postgres', {
      retryAfterSeconds: 1,
    });
  }
}

function beginKeys(request: BeginRequest): readonly string[] {
  return [
    redisKeys.request(request.requestKey),
    request.joinKey === '' ? '' : redisKeys.running(request.joinKey),
    tentativeKey(request),
    request.userId === undefined ? '' : redisKeys.failures(request.userId, 'password'),
    request.userId === undefined ? '' : redisKeys.userFacts(request.userId),
  ];
}

function toOutcome([kind, detail, lockedUntil]: readonly (string | number)[]): CommitOutcome {
  switch (kind) {
    case 'done':
      return { kind, lockedUntil: Number(lockedUntil) };
    case 'refused':
      return { kind, reason: String(detail), lockedUntil: Number(lockedUntil) };
    case 'earlier':
      return { kind, result: toEarlier(String(detail)) };
    case 'stale':
      return { kind };
    default:
      throw new DomainError('internal', 'the commit answered something unknown');
  }
}
