import { authenticationV1 } from '@countersign/contracts';
import { DomainError, isDomainError, SecretBytes } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import { BatchedDuplex, type CallContext } from '@countersign/rpc';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Authenticate } from '../../application/authenticate.use-case.ts';
import type { SignInAnswer, SignInAttempt } from '../../application/sign-in-attempt.ts';

type Stream = ServerDuplexStream<authenticationV1.AuthenticateRequest, authenticationV1.AuthenticateResponse>;

const { Outcome } = authenticationV1;
const OUTCOMES = {
  accepted: Outcome.ACCEPTED,
  rejected: Outcome.REJECTED,
  challenged: Outcome.CHALLENGED,
  in_progress: Outcome.IN_PROGRESS,
} as const satisfies Record<SignInAnswer['outcome'], authenticationV1.Outcome>;

/** Longest field of an attempt that is looked at, octets; RADIUS allows 253 for a name and 128 for a password. */
const LONGEST_TEXT = 1024;
/** For people only, so it is cut rather than refused. */
const LONGEST_DOOR_TEXT = 253;
const REQUEST_KEY_OCTETS = 16;
const HANDLE_OCTETS = 32;
const EMPTY = Buffer.alloc(0);
/** About what the fixed fields of a result take on the wire. */
const RESULT_OCTETS = 64;

/** How often it is looked whether the shared memory is there. */
const WATCH_MILLISECONDS = 200;

/** What every sign-in needs: Redis. */
export interface SharedMemory {
  readonly isReady: boolean;
}

/**
 * The doors' stream: attempts come in batches, answers go back as they become ready, in batches of what one turn of the
 * event loop brought. An attempt that cannot be decided is answered with a code, and the door stays silent.
 */
export class AuthenticateStream {
  readonly #authenticate: Authenticate;
  readonly #logger: Logger;
  readonly #memory: SharedMemory;
  readonly #ends = new Set<() => void>();
  #watch: NodeJS.Timeout | undefined;
  #underWay = 0;

  constructor(authenticate: Authenticate, logger: Logger, memory: SharedMemory) {
    this.#authenticate = authenticate;
    this.#logger = logger;
    this.#memory = memory;
  }

  /** Attempts that are being decided now. */
  get underWay(): number {
    return this.#underWay;
  }

  /**
   * Serves one door until it ends, or until the server wants to stop and everything begun is answered. Without the shared
   * memory nobody can be signed in here: the door must know, because what it serves asks it whether it can.
   * @throws DomainError `unavailable`
   */
  serve(call: Stream, context: CallContext): void {
    if (!this.#memory.isReady) throw memoryAway();
    const results = new BatchedDuplex<authenticationV1.AttemptResult, authenticationV1.AuthenticateResponse>(call, {
      pack: (items) => ({ results: [...items] }),
      octetsOf: (item) => RESULT_OCTETS + item.message.length + item.challengeHandle.length,
    });
    const { service, instance } = context.caller;
    const gateway = instance ?? service;
    let open = 0;
    let isEnding = false;
    const endIfDone = () => {
      if (isEnding && open === 0) results.end();
    };
    const end = () => {
      isEnding = true;
      endIfDone();
    };
    call.on('data', (request: authenticationV1.AuthenticateRequest) => {
      for (const attempt of request.attempts) {
        open += 1;
        void this.#decide(attempt, gateway).then((result) => {
          open -= 1;
          results.send(result);
          endIfDone();
        });
      }
    });
    call.on('end', end);
    call.on('error', () => undefined);
    context.draining.addEventListener('abort', end, { once: true });
    this.#endWithMemory(call, end);
  }

  #endWithMemory(call: Stream, end: () => void): void {
    this.#ends.add(end);
    call.once('close', () => this.#ends.delete(end));
    this.#watch ??= setInterval(() => {
      if (this.#memory.isReady) return;
      for (const endStream of this.#ends) endStream();
      this.#ends.clear();
    }, WATCH_MILLISECONDS).unref();
  }

  async #decide(attempt: authenticationV1.Attempt, gateway: string): Promise<authenticationV1.AttemptResult> {
    this.#underWay += 1;
    try {
      if (attempt.deadlineMilliseconds === 0) return undecided(attempt.correlationId, 'deadline_exceeded');
      const command = toAttempt(attempt, gateway);
      if (command === undefined) return undecided(attempt.correlationId, 'invalid_request');
      return toResult(attempt.correlationId, await this.#authenticate.execute(command));
    } catch (error) {
      const code = isDomainError(error) ? error.code : 'internal';
      if (code === 'internal') this.#logger.error({ err: error }, 'an attempt could not be decided');
      else this.#logger.debug({ code }, 'an attempt could not be decided');
      return undecided(attempt.correlationId, code);
    } finally {
      this.#underWay -= 1;
    }
  }
}

function memoryAway(): DomainError {
  return new DomainError('unavailable', 'Redis is away, so nobody can be signed in', { retryAfterSeconds: 1 });
}

/** Undefined: not an attempt that a door of ours sends. */
function toAttempt(attempt: authenticationV1.Attempt, gateway: string): SignInAttempt | undefined {
  const { requestKey, challengeHandle, credential } = attempt;
  const hasHandle = challengeHandle.length > 0;
  if (requestKey.length !== REQUEST_KEY_OCTETS) return undefined;
  if (credential.length > LONGEST_TEXT || attempt.userName.length > LONGEST_TEXT) return undefined;
  if (attempt.clientAddress.length > LONGEST_TEXT || attempt.callingStation.length > LONGEST_TEXT) return undefined;
  return {
    requestKey: requestKey.toString('hex'),
    relyingPartyId: attempt.relyingPartyId,
    userName: attempt.userName,
    credential: new SecretBytes(credential),
    // A handle of another length was never given out: it must not look like a fresh sign-in, nor like a key of ours.
    handle: hasHandle && challengeHandle.length !== HANDLE_OCTETS ? 'unknown' : challengeHandle.toString('hex'),
    clientAddress: attempt.clientAddress,
    callingStation: attempt.callingStation,
    deadlineMilliseconds: attempt.deadlineMilliseconds,
    door: {
      gateway,
      nasAddress: attempt.nasAddress.slice(0, LONGEST_DOOR_TEXT),
      nasIdentifier: attempt.nasIdentifier.slice(0, LONGEST_DOOR_TEXT),
    },
  };
}

function toResult(correlationId: number, answer: SignInAnswer): authenticationV1.AttemptResult {
  return {
    correlationId,
    outcome: OUTCOMES[answer.outcome],
    challengeHandle: answer.handle === '' ? EMPTY : Buffer.from(answer.handle, 'hex'),
    message: answer.message,
    challengeLifetimeSeconds: answer.challengeLifetimeSeconds,
    replyAttributes: [...answer.replyAttributes],
    errorCode: '',
    authenticationId: Buffer.from(answer.authenticationId.replaceAll('-', ''), 'hex'),
  };
}

function undecided(correlationId: number, errorCode: string): authenticationV1.AttemptResult {
  return {
    correlationId,
    outcome: Outcome.NO_DECISION,
    challengeHandle: EMPTY,
    message: '',
    challengeLifetimeSeconds: 0,
    replyAttributes: [],
    errorCode,
    authenticationId: EMPTY,
  };
}
