import type { Authentication, Claim } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type {
  AuthenticationStore,
  BeginOutcome,
  BeginRequest,
  CommitOutcome,
  CommitRequest,
  Generation,
  Loaded,
  LoadQuestion,
} from '../../application/ports/authentication-store.ts';
import { AuthenticationMemory } from './authentication-memory.ts';

const RESULT_MILLISECONDS = 30_000;
const TENTATIVE_MILLISECONDS = 10_000;
const PENDING = 'pending:';

/** Whatever stores share: replaced as a whole when it is lost. */
export interface SharedMemory {
  current: AuthenticationMemory;
}

/** {@link AuthenticationStore} without Redis: for tests, where it stands for it. */
export class InMemoryAuthenticationStore implements AuthenticationStore {
  readonly #shared: SharedMemory;

  constructor(shared: SharedMemory) {
    this.#shared = shared;
  }

  async load(question: LoadQuestion): Promise<Loaded> {
    const memory = this.#shared.current;
    if (memory.generation.id === '') throw this.#memoryLost();
    const { leastUserVersion, ...facts } = memory.factsOf(question.userId);
    const lastAccepted = new Map<string, number>();
    for (const id of question.authenticatorIds) {
      const value = memory.lastAccepted.get(id);
      if (value !== undefined) lastAccepted.set(id, value);
    }
    const record = memory.records.get(question.handle);
    const earlier = memory.requests.get(question.requestKey);
    return Promise.resolve({
      now: memory.now(),
      generation: memory.generation,
      leastUserVersion,
      facts: { ...facts, lastAccepted },
      authentication: record === undefined ? undefined : (JSON.parse(record) as Authentication),
      earlier: earlier === undefined ? undefined : toEarlier(earlier),
    });
  }

  async begin(request: BeginRequest): Promise<BeginOutcome> {
    const memory = this.#memoryOf(request.generation);
    const earlier = memory.requests.get(request.requestKey);
    if (earlier !== undefined) return { kind: 'earlier', result: toEarlier(earlier) };
    const running = request.joinKey === '' ? undefined : memory.running.get(request.joinKey);
    // An empty decision: the challenge of that sign-in is answered, there is nothing left to join.
    if (running !== undefined && memory.decisions.get(running) !== '') {
      return { kind: 'joined', authenticationId: running };
    }
    if (!takeAttempt(memory, request)) return { kind: 'throttled' };
    if (!takeCode(memory, request)) {
      giveAttemptBack(memory, request);
      return { kind: 'replayed' };
    }
    memory.requests.set(request.requestKey, PENDING + request.authenticationId, request.pendingMilliseconds);
    if (request.joinKey !== '') memory.running.set(request.joinKey, request.authenticationId, request.joinMilliseconds);
    return Promise.resolve({ kind: 'begun' });
  }

  async commit(request: CommitRequest): Promise<CommitOutcome> {
    const memory = this.#memoryOf(request.generation);
    const { begun, userId } = request;
    const earlier = memory.requests.get(request.requestKey);
    const own = begun === undefined ? undefined : PENDING + begun.authenticationId;
    if (earlier !== undefined && earlier !== own) return { kind: 'earlier', result: toEarlier(earlier) };
    const facts = memory.factsOf(userId);
    const isStale =
      facts.revision !== request.expectedRevision || facts.leastUserVersion !== request.expectedUserVersion;
    if (userId !== undefined && isStale) return { kind: 'stale' };
    return Promise.resolve(decide(memory, request));
  }

  async release(request: BeginRequest): Promise<void> {
    const memory = this.#shared.current;
    const id = request.authenticationId;
    if (memory.requests.get(request.requestKey) === PENDING + id) memory.requests.delete(request.requestKey);
    if (memory.running.get(request.joinKey) === id) memory.running.delete(request.joinKey);
    const code = codeKey(request);
    if (code !== undefined && memory.tentative.get(code) === id) memory.tentative.delete(code);
    giveAttemptBack(memory, request);
    memory.tell(id);
    return Promise.resolve();
  }

  async awaitDecision(authenticationId: string, milliseconds: number): Promise<string | undefined> {
    const memory = this.#shared.current;
    if (memory.decisions.get(authenticationId) === undefined) {
      await new Promise<void>((resolve) => {
        const expiry = setTimeout(() => wake(authenticationId), milliseconds);
        const wake = (id: string) => {
          if (id !== authenticationId) return;
          clearTimeout(expiry);
          memory.listeners.delete(wake);
          resolve();
        };
        memory.listeners.add(wake);
      });
    }
    const decided = memory.decisions.get(authenticationId);
    return decided === '' ? undefined : decided;
  }

  #memoryOf(generation: Generation): AuthenticationMemory {
    const memory = this.#shared.current;
    if (memory.generation.id !== generation.id) throw this.#memoryLost();
    return memory;
  }

  #memoryLost(): DomainError {
    const { now, generation } = this.#shared.current;
    if (generation.id === '')
      this.#shared.current = new AuthenticationMemory(now, { id: `since ${now()}`, recoveredAt: now() });
    return new DomainError('unavailable', 'the memory of the sign-ins was lost; it is being restored');
  }
}

/** What comes true: as proposed, or a rejection instead. */
interface Truth {
  readonly outcome: CommitRequest['outcome'];
  readonly reason: string;
  readonly lockedUntil: number;
}

function decide(memory: AuthenticationMemory, request: CommitRequest): CommitOutcome {
  const { outcome, reason, lockedUntil } = truthOf(memory, request);
  const isAsProposed = outcome === request.outcome;
  if (isAsProposed) keep(memory, request);
  memory.journal.push({ event: request.journalEvent, outcome, reason, lockedUntil });
  publish(memory, request, outcome, isAsProposed ? request.result : request.resultIfRefused);
  return isAsProposed ? { kind: 'done', lockedUntil } : { kind: 'refused', reason, lockedUntil };
}

function truthOf(memory: AuthenticationMemory, request: CommitRequest): Truth {
  const { outcome, reason, consumedHandle } = request;
  const no = (why: string, lockedUntil = 0): Truth => ({ outcome: 'rejected', reason: why, lockedUntil });
  if (consumedHandle !== '' && !memory.records.delete(consumedHandle)) return no('challenge_unknown');
  if (outcome === 'accepted') return claim(memory, request) ? { outcome, reason, lockedUntil: 0 } : no('code_replayed');
  const lockedUntil = fail(memory, request);
  return lockedUntil > 0 && outcome === 'challenged'
    ? no('too_many_attempts', lockedUntil)
    : { outcome, reason, lockedUntil };
}

function claim(memory: AuthenticationMemory, request: CommitRequest): boolean {
  const { claim: wanted, userId = '', authenticationId } = request;
  switch (wanted?.kind) {
    case undefined:
      return true;
    case 'otp':
      return claimOtp(memory, wanted, request.claimMilliseconds);
    case 'recovery_code': {
      const isUnspent = memory.spent.get(wanted.codeId) === undefined;
      if (isUnspent) memory.spent.set(wanted.codeId, authenticationId);
      return isUnspent;
    }
    case 'sent_code':
      return memory.newestSentCode.get(userId) === authenticationId && memory.newestSentCode.delete(userId);
    case 'bypass':
      return claimBypass(memory, userId, wanted.bypassId);
  }
}

function claimBypass(memory: AuthenticationMemory, userId: string, bypassId: string): boolean {
  const isOpen = memory.factsOf(userId).bypassId === bypassId;
  if (isOpen) memory.change(userId, { bypassId: '', bypassUntil: 0 });
  return isOpen;
}

function claimOtp(memory: AuthenticationMemory, otp: Extract<Claim, { kind: 'otp' }>, milliseconds: number): boolean {
  if ((memory.lastAccepted.get(otp.authenticatorId) ?? -1) >= otp.value) return false;
  const life = otp.method === 'totp' ? milliseconds : Number.POSITIVE_INFINITY;
  memory.lastAccepted.set(otp.authenticatorId, otp.value, life);
  return true;
}

/** When the lock ends that this failure caused; 0: it caused none. */
function fail(memory: AuthenticationMemory, { failure, userId, begun }: CommitRequest): number {
  if (failure === undefined || userId === undefined) return 0;
  const key = `${userId}:${failure.factor}`;
  const isCounted = begun !== undefined && failure.factor === 'password';
  const before = memory.failures.get(key);
  const count = (before ?? 0) + (isCounted ? 0 : 1);
  if (!isCounted) memory.failures.set(key, count, before === undefined ? failure.windowMilliseconds : undefined);
  if (count < failure.denials) return 0;
  memory.failures.delete(key);
  const until = memory.now() + failure.lockMilliseconds;
  if (failure.factor === 'password') {
    memory.change(userId, { passwordThrottledUntil: until });
    return 0;
  }
  memory.change(userId, { lockedUntil: until, revocations: memory.factsOf(userId).revocations + 1 });
  return until;
}

function keep(memory: AuthenticationMemory, request: CommitRequest): void {
  const { userId, outcome, remember, begun } = request;
  if (outcome === 'rejected') return;
  const owner = userId ?? begun?.userId ?? '';
  for (const factor of request.restoredFactors) memory.failures.delete(`${owner}:${factor}`);
  if (outcome === 'accepted' && userId !== undefined && remember !== undefined) {
    memory.remember(userId, remember.scopeKey, remember.untilAt);
  }
  keepChallenge(memory, request);
}

function keepChallenge(memory: AuthenticationMemory, request: CommitRequest): void {
  const { userId = '', open, consumedHandle, authenticationId, isTextSent } = request;
  if (open === undefined) return;
  memory.records.set(open.handle, JSON.stringify(open.authentication), open.lifetimeMilliseconds);
  const { stage } = open.authentication;
  const hasSentCode = stage.at === 'challenged' && stage.challenge.sentCode !== undefined;
  if (hasSentCode && (consumedHandle === '' || isTextSent === true)) {
    memory.newestSentCode.set(userId, authenticationId, open.lifetimeMilliseconds);
  }
}

function publish(memory: AuthenticationMemory, request: CommitRequest, outcome: string, result: string): void {
  const { authenticationId: id, begun } = request;
  memory.requests.set(request.requestKey, result, RESULT_MILLISECONDS);
  const code = begun === undefined ? undefined : codeKey(begun);
  if (code !== undefined) memory.tentative.delete(code);
  if (request.consumedHandle !== '' && memory.decisions.get(id) !== undefined) memory.decisions.set(id, '');
  if (begun === undefined || begun.joinKey === '') return;
  memory.decisions.set(id, result, RESULT_MILLISECONDS);
  if (outcome !== 'challenged') memory.running.delete(begun.joinKey);
  memory.tell(id);
}

function takeAttempt(memory: AuthenticationMemory, request: BeginRequest): boolean {
  if (request.userId === undefined) return true;
  if (memory.factsOf(request.userId).passwordThrottledUntil > memory.now()) return false;
  const key = `${request.userId}:password`;
  const taken = memory.failures.get(key);
  if ((taken ?? 0) >= request.passwordDenials) return false;
  memory.failures.set(key, (taken ?? 0) + 1, taken === undefined ? request.passwordWindowMilliseconds : undefined);
  return true;
}

function giveAttemptBack(memory: AuthenticationMemory, { userId }: BeginRequest): void {
  const taken = userId === undefined ? 0 : (memory.failures.get(`${userId}:password`) ?? 0);
  if (taken > 0) memory.failures.set(`${userId}:password`, taken - 1);
}

function takeCode(memory: AuthenticationMemory, request: BeginRequest): boolean {
  const code = codeKey(request);
  if (code === undefined) return true;
  if (memory.tentative.get(code) !== undefined) return false;
  memory.tentative.set(code, request.authenticationId, TENTATIVE_MILLISECONDS);
  return true;
}

function codeKey({ tentative }: BeginRequest): string | undefined {
  return tentative === undefined ? undefined : `${tentative.authenticatorId}:${tentative.value}`;
}

function toEarlier(stored: string): string | 'pending' {
  return stored.startsWith(PENDING) ? 'pending' : stored;
}
