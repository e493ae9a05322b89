import {
  type AdvanceContext,
  advance,
  type Authentication,
  type AuthenticationEvent,
  type CanonicalUserName,
  lookupNames,
  receiveAuthentication,
  type RejectionReason,
  type RelyingParty,
  type Step,
  type User,
} from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import { CommitStep } from './commit-step.ts';
import { PerformCommand } from './perform-command.ts';
import type { AuthenticationStore, Loaded } from './ports/authentication-store.ts';
import type { CodeHashes } from './ports/code-hashes.ts';
import type { RelyingPartySource, SettingsSource } from './ports/sources.ts';
import type { UserLookup } from './ports/user-lookup.ts';
import { inProgress, type SignInAnswer, type SignInAttempt } from './sign-in-attempt.ts';
import { SignInRun } from './sign-in-run.ts';
import type { Stopwatch, TracedWork } from './sign-in-trace.ts';
import { parseAnswer } from './stored-answer.ts';

/** A decision is repeated when a fact changed between reading and committing; so often, something is wrong. */
const MOST_DECISIONS = 5;

/** What {@link Authenticate} needs. */
export interface AuthenticateDependencies {
  readonly relyingParties: RelyingPartySource;
  readonly settings: SettingsSource;
  readonly users: UserLookup;
  readonly store: AuthenticationStore;
  readonly codeHashes: CodeHashes;
  readonly perform: PerformCommand;
  readonly commit: CommitStep;
  /** Who is an administrator; left out: nobody is. */
  readonly administrators?: { find(userId: string): Promise<object | undefined> };
  /** A new UUID. */
  readonly newId: () => string;
  /** Times the parts of an attempt for the journal; left out: nothing is timed. */
  readonly stopwatch?: Stopwatch;
}

/**
 * Takes one step of a claimant: reads what is known, lets the state machine decide, does what it asks for, and commits.
 * The outcome of the commit is the answer. Anything thrown means that there is no answer; a door then stays silent.
 */
export class Authenticate {
  readonly #needs: AuthenticateDependencies;

  constructor(dependencies: AuthenticateDependencies) {
    this.#needs = dependencies;
  }

  /** @throws DomainError `not_found` for an unknown relying party, `unavailable` and the like when nobody can decide */
  async execute(attempt: SignInAttempt): Promise<SignInAnswer> {
    const relyingParty = this.#needs.relyingParties.get(attempt.relyingPartyId);
    if (relyingParty === undefined) {
      throw new DomainError('not_found', `no relying party has the id ${attempt.relyingPartyId}`);
    }
    const names = lookupNames(attempt.userName, this.#needs.settings.current().userNameDomains);
    const run = new SignInRun(attempt, relyingParty, names, this.#needs.newId(), this.#needs.stopwatch);
    try {
      for (let decisions = 0; decisions < MOST_DECISIONS; decisions += 1) {
        const answer = await this.#decide(run);
        if (answer !== 'stale') return answer;
      }
    } catch (error) {
      await this.#giveBack(run);
      throw error;
    }
    await this.#giveBack(run);
    throw new DomainError('unavailable', 'the facts about this user change faster than a decision can be made');
  }

  /** Nobody could decide: the attempt that was taken and the place of the running sign-in are free again. */
  async #giveBack(run: SignInRun): Promise<void> {
    // Should Redis be away, what was taken ends by itself.
    if (run.begun !== undefined) await this.#needs.store.release(run.begun).catch(() => undefined);
  }

  async #decide(run: SignInRun): Promise<SignInAnswer | 'stale'> {
    const user = await this.#findUser(run);
    const loaded = await this.#needs.store.load({
      userId: user?.id,
      requestKey: run.attempt.requestKey,
      handle: run.attempt.handle,
      authenticatorIds: countedAuthenticators(user),
    });
    if (loaded.earlier !== undefined && run.begun === undefined) return earlierAnswer(loaded.earlier);
    if (user !== undefined && user.version < loaded.leastUserVersion) {
      await this.#needs.users.refresh(run.names, loaded.leastUserVersion);
      return 'stale';
    }
    run.generation = loaded.generation;
    run.decideOn(user);
    const isAdmitted = await this.#admits(run.relyingParty, user);
    const context = { ...this.#contextOf(run, user, loaded), isAdmitted };
    const step = await this.#advanceToCommit(run, context, loaded);
    return isAnswer(step) ? step : this.#needs.commit.execute({ run, step, context, loaded });
  }

  /** Whoever is no administrator gets the console's one answer for everybody, after the same work. */
  async #admits({ browser }: RelyingParty, user: User | undefined): Promise<boolean> {
    if (user === undefined || browser?.isForAdministrators !== true) return true;
    return (await this.#needs.administrators?.find(user.id)) !== undefined;
  }

  async #findUser(run: SignInRun): Promise<User | undefined> {
    if (run.names.length === 0) return undefined;
    const find = async (): Promise<User | undefined> => await this.#needs.users.find(run.names);
    return await run.trace.timed('user', find, (user) => (user === undefined ? 'unknown' : 'found'));
  }

  /** Feeds the machine until it wants to commit; what was done in an earlier decision is told to it, not done again. */
  async #advanceToCommit(run: SignInRun, context: AdvanceContext, loaded: Loaded): Promise<Step | SignInAnswer> {
    const problem = bindingProblem(run, loaded.authentication, context.user);
    if (problem !== undefined) return refusal(fresh(run, context, loaded), problem);
    const authentication = loaded.authentication ?? fresh(run, context, loaded);
    const event = eventOf(run.attempt);
    let step = advance(authentication, event, context);
    const done: AuthenticationEvent[] = [...run.events];
    while (step.command.kind !== 'commit') {
      const known = done.shift();
      const outcome = known ?? (await this.#perform(step, run, context));
      if (isAnswer(outcome)) return outcome;
      if (known === undefined) run.events.push(outcome);
      step = advance(step.next, outcome, context);
    }
    if (event.kind === 'signed_in' && isRefusedUnseen(run, step))
      await this.#needs.perform.pretendPassword(run, context);
    return step;
  }

  async #perform(step: Step, run: SignInRun, context: AdvanceContext): Promise<AuthenticationEvent | SignInAnswer> {
    const work = async (): Promise<AuthenticationEvent | SignInAnswer> =>
      await this.#needs.perform.execute(step, run, context);
    return await run.trace.timed(tracedWork(step), work, (outcome) =>
      isAnswer(outcome) ? undefined : resultOf(outcome),
    );
  }

  #contextOf(run: SignInRun, user: User | undefined, loaded: Loaded): AdvanceContext {
    return {
      user,
      relyingParty: run.relyingParty,
      settings: this.#needs.settings.current(),
      facts: loaded.facts,
      now: loaded.now,
      timeStepsAfter: loaded.generation.recoveredAt,
      hashSentCode: this.#needs.codeHashes.sentCode,
      hashRecoveryCode: this.#needs.codeHashes.recoveryCode,
    };
  }
}

/** What a command is called in the trace. */
function tracedWork({ command }: Step): TracedWork {
  switch (command.kind) {
    case 'verify_pin':
      return 'pin';
    case 'send_text_message':
      return 'text_message';
    case 'verify_passkey':
      return 'passkey';
    default:
      return 'password';
  }
}

function resultOf(event: AuthenticationEvent): string {
  return 'reason' in event ? event.reason : event.kind;
}

/** What the claimant did. */
function eventOf({ handle, credential, passkey, chosenMethod }: SignInAttempt): AuthenticationEvent {
  const isFirst = handle === '';
  if (passkey !== undefined) {
    const { credentialId } = passkey;
    return { kind: isFirst ? 'signed_in_with_passkey' : 'answered_with_passkey', credentialId };
  }
  if (isFirst) {
    return { kind: 'signed_in', credential, ...(chosenMethod === undefined ? {} : { method: chosenMethod }) };
  }
  return chosenMethod === undefined
    ? { kind: 'answered', credential }
    : { kind: 'method_chosen', method: chosenMethod };
}

/** Refused before any password was looked at. */
function isRefusedUnseen(run: SignInRun, { command }: Step): boolean {
  return run.events.length === 0 && command.kind === 'commit' && command.commit.verdict.outcome === 'rejected';
}

function fresh(run: SignInRun, context: AdvanceContext, loaded: Loaded): Authentication {
  return receiveAuthentication({
    id: run.freshId,
    userId: context.user?.id,
    userName: run.names[0] ?? ('' as CanonicalUserName),
    relyingPartyId: run.relyingParty.id,
    clientAddress: run.attempt.clientAddress,
    callingStation: run.attempt.callingStation,
    startedAt: loaded.now,
    revocations: loaded.facts.revocations,
  });
}

/**
 * A challenge belongs to one user, one relying party and one station (CVE-2018-8340: a second factor that was not bound
 * opened every account). The answer to another's is "no", and leaves the challenge where it is.
 */
function bindingProblem(
  run: SignInRun,
  authentication: Authentication | undefined,
  user: User | undefined,
): RejectionReason | undefined {
  const { attempt } = run;
  if (run.names.length === 0) return 'request_malformed';
  if (attempt.handle === '') return undefined;
  if (authentication === undefined) return 'challenge_unknown';
  if (authentication.relyingPartyId !== run.relyingParty.id) return 'challenge_of_another_client';
  if (authentication.userId !== user?.id) return 'challenge_of_another_user';
  const hasOtherStation =
    attempt.callingStation !== '' &&
    authentication.callingStation !== '' &&
    attempt.callingStation !== authentication.callingStation;
  return hasOtherStation ? 'challenge_of_another_client' : undefined;
}

function refusal(authentication: Authentication, reason: RejectionReason): Step {
  const verdict = { outcome: 'rejected', reason } as const;
  return {
    next: { ...authentication, stage: { at: 'ended', verdict } },
    command: {
      kind: 'commit',
      commit: {
        verdict,
        refusal: undefined,
        claim: undefined,
        failedFactor: undefined,
        restoredFactors: [],
        remember: undefined,
      },
    },
  };
}

/** Kinds whose time step, counter or signature counter may be accepted once. */
const COUNTED: ReadonlySet<string> = new Set(['totp', 'hotp', 'passkey']);

function countedAuthenticators(user: User | undefined): readonly string[] {
  const ids: string[] = [];
  for (const one of user?.authenticators ?? []) if (COUNTED.has(one.kind)) ids.push(one.id);
  return ids;
}

function earlierAnswer(earlier: string | 'pending'): SignInAnswer {
  return earlier === 'pending' ? inProgress : parseAnswer(earlier);
}

function isAnswer(value: Step | SignInAnswer | AuthenticationEvent): value is SignInAnswer {
  return 'outcome' in value;
}
