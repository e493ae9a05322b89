import {
  type AdvanceContext,
  type Authentication,
  type Challenge,
  type Commit,
  type PromptId,
  promptText,
  rejectionPrompt,
  type RejectionReason,
  type Step,
  type Verdict,
} from '@countersign/domain';
import { journalEntry } from './journal-entry.ts';
import { languageOf } from './language-of.ts';
import type { AuthenticationStore, CommitRequest, FailureBudget, Loaded } from './ports/authentication-store.ts';
import type { Decision } from './ports/decision.ts';
import { inProgress, type SignInAnswer, type SignInRecord } from './sign-in-attempt.ts';
import type { SignInRun } from './sign-in-run.ts';
import { formatAnswer, parseAnswer } from './stored-answer.ts';

const HANDLE_OCTETS = 32;
/** Accepted time steps are remembered in Redis at least so long; afterwards no window reaches back to them. */
const LEAST_CLAIM_MILLISECONDS = 600_000;
const LONGEST_PERIOD_MILLISECONDS = 60_000;

/** What {@link CommitStep} needs. */
export interface CommitStepDependencies {
  readonly store: AuthenticationStore;
  readonly random: { bytes(length: number): Buffer };
  /** A new UUID version 7 for an instant. */
  readonly newEventId: (now: number) => string;
  /** The name of this server in the journal. */
  readonly server: string;
  /** Told of every answer that was decided here. */
  readonly onDecided: (decision: Decision) => void;
}

/** A step that is ready to come true. */
export interface ReadyStep {
  readonly run: SignInRun;
  readonly step: Step;
  readonly context: AdvanceContext;
  readonly loaded: Loaded;
}

/** Makes a step come true together with its claims, its budget and its journal entry; the outcome is the answer. */
export class CommitStep {
  readonly #needs: CommitStepDependencies;

  constructor(dependencies: CommitStepDependencies) {
    this.#needs = dependencies;
  }

  /** `stale`: a fact changed meanwhile and nothing was written. */
  async execute(ready: ReadyStep): Promise<SignInAnswer | 'stale'> {
    const { command } = ready.step;
    if (command.kind !== 'commit') throw new Error('only a commit can be committed');
    const answer = this.#answerOf(ready, command.commit);
    const outcome = await this.#needs.store.commit(this.#requestOf(ready, command.commit, answer));
    switch (outcome.kind) {
      case 'stale':
        return 'stale';
      case 'earlier':
        return outcome.result === 'pending' ? inProgress : parseAnswer(outcome.result);
      case 'refused': {
        this.#count(ready, 'rejected', outcome.reason);
        const reason = outcome.reason as RejectionReason;
        return { ...refusalOf(ready, reason), ...recordOf(ready, { outcome: 'rejected', reason }, reason) };
      }
      case 'done':
        this.#count(ready, answer.outcome, reasonOf(command.commit));
        return { ...answer, ...recordOf(ready, command.commit.verdict, reasonOf(command.commit)) };
    }
  }

  #answerOf(ready: ReadyStep, commit: Commit): SignInAnswer {
    const { context, step } = ready;
    const { verdict } = commit;
    switch (verdict.outcome) {
      case 'accepted':
        return { ...answerBase(ready), outcome: 'accepted', replyAttributes: replyAttributes(context) };
      case 'rejected':
        return refusalOf(ready, verdict.reason);
      case 'challenged': {
        const expiresAt = step.next.stage.at === 'challenged' ? step.next.stage.challenge.expiresAt : context.now;
        return {
          ...answerBase(ready),
          outcome: 'challenged',
          handle: this.#needs.random.bytes(HANDLE_OCTETS).toString('hex'),
          message: promptFor(context, verdict.prompt),
          challengeLifetimeSeconds: Math.max(1, Math.ceil((expiresAt - context.now) / 1000)),
        };
      }
      case 'pending':
        throw new Error('a step never commits as pending');
    }
  }

  #requestOf(ready: ReadyStep, commit: Commit, answer: SignInAnswer): CommitRequest {
    const { run, step, context, loaded } = ready;
    const { settings } = context;
    const { next } = step;
    return {
      generation: loaded.generation,
      userId: context.user?.id,
      expectedRevision: loaded.facts.revision,
      expectedUserVersion: loaded.leastUserVersion,
      outcome: answer.outcome === 'in_progress' ? 'rejected' : answer.outcome,
      reason: reasonOf(commit),
      requestKey: run.attempt.requestKey,
      begun: run.begun,
      consumedHandle: isBound(commit) ? run.attempt.handle : '',
      claim: commit.claim,
      claimMilliseconds: Math.max(
        LEAST_CLAIM_MILLISECONDS,
        (2 * settings.totpWindowSteps + 2) * LONGEST_PERIOD_MILLISECONDS,
      ),
      failure: failureBudget(commit.failedFactor, context),
      restoredFactors: commit.restoredFactors,
      remember: commit.remember,
      isTextSent: run.events.some(({ kind }) => kind === 'text_message_queued'),
      open: openRecord(next, answer),
      authenticationId: next.id,
      result: formatAnswer(answer),
      resultIfRefused: formatAnswer(refusalOf(ready, 'code_replayed')),
      journalEvent: JSON.stringify(
        journalEntry({
          eventId: this.#needs.newEventId(loaded.now),
          occurredAt: loaded.now,
          server: this.#needs.server,
          attempt: run.attempt,
          relyingParty: run.relyingParty,
          settings,
          user: context.user,
          step,
          detail: run.detail,
          trace: run.trace,
          question: questionOf(loaded),
        }),
      ),
    };
  }

  #count({ step }: ReadyStep, outcome: SignInAnswer['outcome'], reason: string): void {
    const proof = step.next.proofs.find((one) => one.kind === 'second_factor');
    const method = proof?.kind === 'second_factor' ? proof.method : 'none';
    this.#needs.onDecided({ outcome, reason, method });
  }
}

/** What the claimant was asked before this step. */
function questionOf({ authentication }: Loaded): Challenge | undefined {
  return authentication?.stage.at === 'challenged' ? authentication.stage.challenge : undefined;
}

/** The record to keep for the next step; undefined: there is none. */
function openRecord(next: Authentication, answer: SignInAnswer): CommitRequest['open'] {
  if (next.stage.at !== 'challenged') return undefined;
  const { handle, challengeLifetimeSeconds } = answer;
  return { handle, authentication: next, lifetimeMilliseconds: challengeLifetimeSeconds * 1000 };
}

/** A refusal over who may answer leaves the challenge to its owner; everything else uses it up. */
function isBound({ verdict }: Commit): boolean {
  return (
    verdict.outcome !== 'rejected' ||
    (verdict.reason !== 'challenge_unknown' &&
      verdict.reason !== 'challenge_of_another_user' &&
      verdict.reason !== 'challenge_of_another_client')
  );
}

function reasonOf({ verdict, refusal }: Commit): string {
  return verdict.outcome === 'rejected' ? verdict.reason : (refusal ?? '');
}

function refusalOf(ready: ReadyStep, reason: RejectionReason): SignInAnswer {
  return { ...answerBase(ready), message: promptFor(ready.context, rejectionPrompt(reason)) };
}

/** Only an attempt whose answer nobody else gets is told more than a door may know. */
function recordOf(
  { run, step, context }: ReadyStep,
  verdict: Verdict,
  reason: string,
): { readonly record?: SignInRecord } {
  if (run.attempt.isAlone !== true) return {};
  const why = reason === '' ? undefined : (reason as RejectionReason);
  return { record: { authentication: step.next, user: context.user, verdict, reason: why } };
}

function answerBase({ step }: ReadyStep): SignInAnswer {
  return {
    outcome: 'rejected',
    handle: '',
    message: '',
    challengeLifetimeSeconds: 0,
    replyAttributes: [],
    authenticationId: step.next.id,
  };
}

function promptFor(context: AdvanceContext, prompt: PromptId): string {
  const language = languageOf(context, prompt === 'enter_text_message_code' ? 'text' : 'oath');
  return promptText(prompt, language, 'ascii', context.settings.messages.prompts);
}

/** The same after one round or five: computed from the policy and the user's groups at the moment of the accept. */
function replyAttributes({ relyingParty, user }: AdvanceContext): readonly string[] {
  const { policy } = relyingParty;
  if (policy.groupReplyAttributes.length === 0) return policy.replyAttributes;
  const groups = new Set(user?.groups ?? []);
  const ofGroups = policy.groupReplyAttributes.filter((entry) => groups.has(entry.group));
  return [...policy.replyAttributes, ...ofGroups.flatMap((entry) => entry.replyAttributes)];
}

function failureBudget(factor: Commit['failedFactor'], { settings }: AdvanceContext): FailureBudget | undefined {
  if (factor === undefined) return undefined;
  const limits = factor === 'second' ? settings.lockout : settings.passwordThrottle;
  return {
    factor,
    denials: limits.denials,
    windowMilliseconds: limits.resetMinutes * 60_000,
    lockMilliseconds: limits.unlockMinutes * 60_000,
  };
}
