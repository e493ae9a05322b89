import { SecretBytes } from '@countersign/errors';
import type { Method } from '../authenticators/method.ts';
import type { Authentication, Challenge, OathMatch, Proof, Stage } from './authentication.ts';
import { checkCode, type CodeCheck } from './check-code.ts';
import type { Claim } from './command.ts';
import type { RejectionReason } from './rejection-reason.ts';
import { accept, type AdvanceContext, challenge, reject, type Step } from './step.ts';
import { usableMethods } from './usable-methods.ts';

/** A code that came without a challenge: alone, or behind the password. */
export function checkTypedCode(authentication: Authentication, code: string, context: AdvanceContext): Step {
  if (code === '') return reject(authentication, 'code_missing');
  const expected = { authenticationId: authentication.id, methods: usableMethods(context), sentCode: undefined };
  if (expected.methods.length === 0) return reject(authentication, 'no_usable_method');
  return concludeCode(authentication, undefined, checkCode(code, expected, context), context);
}

/** What a checked code leads to; `question` is the challenge that it answers, if any. */
export function concludeCode(
  authentication: Authentication,
  question: Challenge | undefined,
  check: CodeCheck,
  context: AdvanceContext,
  isEmpty = false,
): Step {
  switch (check.kind) {
    case 'oath':
      return acceptOath(authentication, check.match, context);
    case 'oath_with_pin':
      return checkPin(authentication, question, check, context);
    case 'sent_code':
      return acceptSecondFactor(authentication, 'text_message', check.authenticatorId, context, {
        kind: 'sent_code',
        authenticatorId: check.authenticatorId,
      });
    case 'recovery_code':
      return acceptSecondFactor(authentication, 'recovery_code', check.authenticatorId, context, check);
    case 'replayed':
      return refuseCode(authentication, question, 'code_replayed', context);
    case 'expired':
      return refuseCode(authentication, question, 'code_expired', context);
    case 'wrong':
      return refuseCode(authentication, question, isEmpty ? 'code_missing' : 'code_wrong', context);
  }
}

function checkPin(
  authentication: Authentication,
  question: Challenge | undefined,
  check: Extract<CodeCheck, { kind: 'oath_with_pin' }>,
  context: AdvanceContext,
): Step {
  const pinHash = context.user?.pin.hash;
  if (pinHash === undefined) return reject(authentication, 'pin_change_required');
  return {
    next: { ...authentication, stage: { at: 'checking_pin', match: check.match, question } },
    command: { kind: 'verify_pin', pin: SecretBytes.fromText(check.pin), pinHash },
  };
}

/** The PIN that came before a right OATH code was checked. */
export function concludePin(
  authentication: Authentication,
  { match, question }: Extract<Stage, { at: 'checking_pin' }>,
  outcome: 'pin_verified' | 'pin_refused',
  context: AdvanceContext,
): Step {
  return outcome === 'pin_verified'
    ? acceptOath(authentication, match, context)
    : refuseCode(authentication, question, 'pin_wrong', context);
}

const GUESSES: ReadonlySet<RejectionReason> = new Set<RejectionReason>(['code_wrong', 'pin_wrong', 'passkey_wrong']);

function acceptOath(authentication: Authentication, match: OathMatch, context: AdvanceContext): Step {
  return acceptSecondFactor(authentication, match.method, match.authenticatorId, context, { kind: 'otp', ...match });
}

function acceptSecondFactor(
  authentication: Authentication,
  method: Method,
  authenticatorId: string,
  context: AdvanceContext,
  claim: Claim,
): Step {
  const proof: Proof = { kind: 'second_factor', method, authenticatorId, provedAt: context.now };
  const proved = { ...authentication, proofs: [...authentication.proofs, proof] };
  return accept(proved, 'second_factor', context, claim);
}

/**
 * A replayed or an expired code was once right, so it is no guess and takes nothing from the user's budget; the
 * challenge still loses a try. Outwardly all of them read like a wrong code.
 */
export function refuseCode(
  authentication: Authentication,
  question: Challenge | undefined,
  reason: 'code_wrong' | 'code_replayed' | 'code_expired' | 'code_missing' | 'pin_wrong' | 'passkey_wrong',
  context: AdvanceContext,
): Step {
  const failedFactor = GUESSES.has(reason) ? 'second' : undefined;
  if (question === undefined) return reject(authentication, reason, failedFactor);
  if (context.facts.hasDeliveryFailed && context.settings.onDeliveryFailure === 'reject') {
    return reject(authentication, 'delivery_failed');
  }
  const isLast = question.attemptsLeft <= 1 || authentication.rounds >= context.relyingParty.policy.maxChallengeRounds;
  if (isLast) return reject(authentication, 'too_many_attempts', failedFactor);
  const prompt = context.facts.hasDeliveryFailed ? 'text_message_failed_enter_code' : 'code_wrong_try_again';
  const next = { ...question, attemptsLeft: question.attemptsLeft - 1 };
  return challenge(authentication, prompt, next, { failedFactor, refusal: reason });
}
