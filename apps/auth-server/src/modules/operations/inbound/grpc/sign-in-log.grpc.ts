import type { operationsV1 } from '@countersign/contracts';
import { REJECTION_REASONS } from '@countersign/domain';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import { principalOf } from '../../../../platform/principal.ts';
import { count, parseMessage, recordId, requiredText, text, wordOrEmpty } from '../../../administration/index.ts';
import type { ExplainedSignIn, ExplainSignIn } from '../../../authentication/index.ts';
import type { UserFinder } from '../../../users/index.ts';
import type { Attempt } from '../../application/attempt.ts';
import type { GetAttempt } from '../../application/get-attempt.use-case.ts';
import type { AttemptReader } from '../../application/ports/attempt-reader.ts';
import type { SearchAttempts } from '../../application/search-attempts.use-case.ts';
import { explainedFacts } from './explained-facts.ts';
import { groupsOf } from './scope.ts';

/** What the service asks of the application. */
export interface SignInLogUseCases {
  readonly search: SearchAttempts;
  readonly get: GetAttempt;
  readonly explain: ExplainSignIn;
  readonly reader: Pick<AttemptReader, 'applications'>;
  readonly users: Pick<UserFinder, 'find'>;
}

const LAST_INSTANT = 8_640_000_000_000_000;
const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 200;
const instant = count({ max: LAST_INSTANT });

const searchSchema = z.object({
  user: text({ max: 256 }),
  relyingParty: text({ max: 256 }),
  outcome: wordOrEmpty(['accepted', 'rejected', 'challenged']),
  reason: wordOrEmpty(REJECTION_REASONS),
  method: text({ max: 64 }),
  server: text({ max: 128 }),
  fromMilliseconds: instant,
  toMilliseconds: instant,
  pageSize: count({ max: LARGEST_PAGE }),
  pageToken: z
    .string()
    .regex(/^([1-9]\d{0,14})?$/, 'must be the token that the page before gave')
    .transform((token) => (token === '' ? undefined : Number(token))),
  afterSequence: count(),
});
const getSchema = z.object({ authenticationId: recordId() });
const explainSchema = z.object({
  user: requiredText(256),
  relyingPartyId: recordId(),
  clientAddress: text({ max: 64 }),
});

type Handlers = ServiceImplementation<typeof operationsV1.SignInLogServiceDefinition>;

/** `SignInLogService` on the wire. */
export class SignInLogGrpc {
  readonly #useCases: SignInLogUseCases;

  constructor(useCases: SignInLogUseCases) {
    this.#useCases = useCases;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return {
      searchAttempts: async (request, call) => await this.#search(request, call),
      getAttempt: async (request, call) => {
        const { authenticationId } = parseMessage(getSchema, request);
        const { attempt, steps } = await this.#useCases.get.execute(authenticationId, groupsOf(call));
        return { attempt: toWireAttempt(attempt), steps: steps.map(toWireStep) };
      },
      explainSignIn: async (request, call) => await this.#explain(request, call),
      listApplications: async () => ({ applications: [...(await this.#useCases.reader.applications())] }),
    };
  }

  async #search(
    request: operationsV1.SearchAttemptsRequest,
    call: CallContext,
  ): Promise<operationsV1.SearchAttemptsResponse> {
    const wanted = parseMessage(searchSchema, request);
    const { attempts, next } = await this.#useCases.search.execute({
      user: wanted.user,
      relyingParty: wanted.relyingParty,
      outcome: wanted.outcome ?? '',
      reason: wanted.reason ?? '',
      method: wanted.method,
      server: wanted.server,
      from: wanted.fromMilliseconds,
      to: wanted.toMilliseconds,
      groups: groupsOf(call),
      before: wanted.pageToken,
      after: wanted.afterSequence,
      limit: wanted.pageSize === 0 ? DEFAULT_PAGE : wanted.pageSize,
    });
    return { attempts: attempts.map(toWireAttempt), nextPageToken: next === undefined ? '' : String(next) };
  }

  async #explain(
    request: operationsV1.ExplainSignInRequest,
    call: CallContext,
  ): Promise<operationsV1.ExplainSignInResponse> {
    const { user, relyingPartyId, clientAddress } = parseMessage(explainSchema, request);
    // Who lies outside of the scope is not told about, not even as unknown.
    const principal = principalOf(call);
    const userName = principal === undefined ? user : (await this.#useCases.users.find(user, principal)).userName;
    return toWireExplanation(await this.#useCases.explain.execute({ userName, relyingPartyId, clientAddress }));
  }
}

function toWireAttempt(attempt: Attempt): operationsV1.Attempt {
  const { startedAt, endedAt, ...rest } = attempt;
  return {
    ...rest,
    startedAtMilliseconds: startedAt,
    endedAtMilliseconds: endedAt,
    isWaiting: attempt.sequence === 0,
  };
}

type Story = Awaited<ReturnType<GetAttempt['execute']>>;

function toWireStep({ at, what, result, took, facts, sequence }: Story['steps'][number]): operationsV1.TimelineStep {
  return { atMilliseconds: at, what, result, tookMilliseconds: took, facts: { ...facts }, sequence };
}

function toWireExplanation(explained: ExplainedSignIn): operationsV1.ExplainSignInResponse {
  const { verdict, method = '', checks } = explained.explanation;
  return {
    outcome: verdict.outcome,
    reason: verdict.outcome === 'rejected' ? verdict.reason : '',
    basis: verdict.outcome === 'accepted' ? verdict.basis : '',
    method,
    steps: checks.map(({ check, result }) => ({ check, result, facts: explainedFacts(check, explained) })),
  };
}
