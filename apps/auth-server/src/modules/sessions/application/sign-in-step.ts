import type { Method, RejectionReason, User } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { SignInAnswer, SignInRecord } from '../../authentication/index.ts';
import type { PendingQuestion } from './ports/session-store.ts';
import { choicesOf, detailOf, digitsOf, type MethodChoice, passkeyOptions } from './method-choices.ts';

/** Why a question is asked again. */
export type PromptProblem = '' | 'wrong_code' | 'code_used' | 'code_expired' | 'not_sent';

/** A question for the person, with everything that the page shows. */
export interface Prompt {
  readonly method: Method;
  readonly detail: string;
  readonly choices: readonly MethodChoice[];
  readonly attemptsLeft: number;
  readonly expiresAt: number;
  /** 0: no text message was sent. */
  readonly resendAt: number;
  /** JSON; empty: no passkey is asked for. */
  readonly passkeyOptions: string;
  readonly problem: PromptProblem;
  readonly hasPin: boolean;
  /** Length of the code; 0: none is typed. */
  readonly digits: number;
}

/** What an open session, or a completed sign-in, begins with. */
export interface SignedIn {
  readonly kind: 'signed_in';
  readonly user: User;
  /** The authenticator that was proved; undefined: none was asked for. */
  readonly provedById: string | undefined;
  readonly wasBypassed: boolean;
  /** -1: no recovery code was used. */
  readonly recoveryCodesLeft: number;
  readonly isPinChangeDue: boolean;
}

/** Where a sign-in stands after a step of the claimant. */
export type SignInStep =
  | SignedIn
  | { readonly kind: 'refused' }
  | { readonly kind: 'over' }
  | {
      readonly kind: 'prompt';
      readonly user: User;
      readonly question: PendingQuestion;
      readonly problem: PromptProblem;
    }
  | { readonly kind: 'enroll'; readonly user: User }
  | { readonly kind: 'no_method'; readonly reference: string };

/** How the answer of the machine is read. */
export interface StepContext {
  readonly now: number;
  /** What was asked before; undefined: the sign-in begins. */
  readonly question: PendingQuestion | undefined;
  readonly newChallenge: () => string;
  readonly canEnroll: boolean;
}

/** A text message may be asked for again after so long. */
export const RESEND_MILLISECONDS = 30_000;

/** What the person sees of the machine's answer, and no more. */
export function toStep(answer: SignInAnswer, context: StepContext): SignInStep {
  const { record, outcome, authenticationId } = answer;
  if (record === undefined) throw new DomainError('unavailable', 'the sign-in was decided elsewhere');
  switch (outcome) {
    case 'accepted':
      return signedIn(record, context.now);
    case 'challenged':
      return promptStep(answer, record, context);
    default:
      return refusal(record, authenticationId, context);
  }
}

/** The question as the page shows it. */
export function toPrompt(user: User, question: PendingQuestion, problem: PromptProblem, host: string): Prompt {
  const { method, textSentAt, passkeyChallenge, attemptsLeft, expiresAt } = question;
  return {
    method,
    detail: detailOf(user, method),
    choices: choicesOf(user),
    attemptsLeft,
    expiresAt,
    resendAt: textSentAt === 0 ? 0 : textSentAt + RESEND_MILLISECONDS,
    passkeyOptions: method === 'passkey' ? passkeyOptions(user, passkeyChallenge, host) : '',
    problem,
    digits: digitsOf(user, method),
    hasPin: user.isOathPinMode && (method === 'totp' || method === 'hotp'),
  };
}

function signedIn({ user, authentication, verdict }: SignInRecord, now: number): SignInStep {
  if (user === undefined || verdict.outcome !== 'accepted') return { kind: 'refused' };
  const second = authentication.proofs.find((proof) => proof.kind === 'second_factor');
  const proved = second?.kind === 'second_factor' ? second : undefined;
  return {
    kind: 'signed_in',
    user,
    provedById: proved?.authenticatorId,
    wasBypassed: verdict.basis === 'one_time_bypass',
    recoveryCodesLeft: proved?.method === 'recovery_code' ? recoveryCodesOf(user) - 1 : -1,
    isPinChangeDue: isPinChangeDue(user, now),
  };
}

function isPinChangeDue({ isOathPinMode, pin }: User, now: number): boolean {
  return isOathPinMode && (pin.isChangeRequired || (pin.expiresAt ?? Number.POSITIVE_INFINITY) <= now);
}

function recoveryCodesOf({ authenticators }: User): number {
  return authenticators.reduce((sum, one) => sum + (one.kind === 'recovery_codes' ? one.codes.length : 0), 0);
}

function promptStep(
  { handle, authenticationId: reference }: SignInAnswer,
  { user, authentication, verdict, reason }: SignInRecord,
  { now, question: before, newChallenge }: StepContext,
): SignInStep {
  const { stage } = authentication;
  if (user === undefined || stage.at !== 'challenged' || verdict.outcome !== 'challenged') return { kind: 'refused' };
  const { attemptsLeft, expiresAt, asked = 'totp' } = stage.challenge;
  const isSent = verdict.prompt === 'enter_text_message_code';
  const question: PendingQuestion = {
    handle,
    reference,
    method: asked,
    attemptsLeft,
    expiresAt,
    textSentAt: isSent ? now : (before?.textSentAt ?? 0),
    passkeyChallenge: newChallenge(),
  };
  const problem = verdict.prompt === 'text_message_failed_enter_code' ? 'not_sent' : problemOf(reason);
  return { kind: 'prompt', user, question, problem };
}

function problemOf(reason: RejectionReason | undefined): PromptProblem {
  if (reason === undefined) return '';
  if (reason === 'code_replayed') return 'code_used';
  return reason === 'code_expired' ? 'code_expired' : 'wrong_code';
}

/** Only who has proved the password learns more than no, and who answered a question hears that it is over. */
function refusal(
  { user, authentication, reason }: SignInRecord,
  reference: string,
  { question, canEnroll }: StepContext,
): SignInStep {
  const hasPassword = authentication.proofs.some(({ kind }) => kind === 'password');
  const isWithoutMethod = reason === 'no_usable_method';
  if (hasPassword && user !== undefined && question === undefined) {
    if (isWithoutMethod && canEnroll) return { kind: 'enroll', user };
    if (isWithoutMethod || reason === 'pin_change_required') return { kind: 'no_method', reference };
  }
  return { kind: question === undefined ? 'refused' : 'over' };
}
