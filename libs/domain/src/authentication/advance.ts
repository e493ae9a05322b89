import type { SecretBytes } from '@countersign/errors';
import { OATH_METHODS } from '../authenticators/method.ts';
import { admissionProblem } from './admission.ts';
import type { Authentication, Challenge } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import { checkCode, type CodeCheck } from './check-code.ts';
import { checkPasskey, concludePasskey } from './check-passkey.ts';
import { checkPassword, concludePassword } from './check-password.ts';
import { concludeCode, concludePin } from './conclude-code.ts';
import { decideSecondFactor } from './decide-second-factor.ts';
import { chooseMethod, concludeTextMessage, openChallenge } from './open-challenge.ts';
import { type AdvanceContext, reject, type Step } from './step.ts';
import { usableMethods } from './usable-methods.ts';

/**
 * The authentication state machine: pure, without I/O.
 *
 * ```text
 * received ──signed_in_with_passkey──▶ checking_passkey ──▶ ended
 * received ──signed_in──▶ checking_password ──password_verified──┐
 *     │ (password source none)          └──password_refused──▶ ended: rejected
 *     └──────────────────────────────────────────────────────────┤
 *          trusted address, one-time bypass, remembered result ──┼──▶ ended: accepted
 *                                       code in the same field ──┼──▶ checking_pin ──▶ ended
 *                                                                ▼
 *                  sending_text_message ──text_message_queued──▶ challenged ──answered──▶ checking_pin ──▶ ended
 *                           ▲      challenged ──answered_with_passkey──▶ checking_passkey ──▶ ended
 *                           └──────method_chosen (in the browser)
 * ```
 *
 * An event that does not belong to the stage is "no": whatever order, repeat or empty answer arrives, an accept is
 * reached over recorded proofs only.
 */
export function advance(authentication: Authentication, event: AuthenticationEvent, context: AdvanceContext): Step {
  switch (authentication.stage.at) {
    case 'received':
      return begin(authentication, event, context);
    case 'challenged':
      return goOn(authentication, authentication.stage.challenge, event, context);
    case 'ended':
      return malformed(authentication);
    default:
      return advanceOwn(authentication, event, context);
  }
}

/** The stages in which we wait for our own work, not for the claimant. */
function advanceOwn(authentication: Authentication, event: AuthenticationEvent, context: AdvanceContext): Step {
  const { stage } = authentication;
  switch (stage.at) {
    case 'checking_password':
      if (event.kind !== 'password_verified' && event.kind !== 'password_refused') break;
      return concludePassword(authentication, stage.code, event, context);
    case 'checking_pin':
      if (event.kind !== 'pin_verified' && event.kind !== 'pin_refused') break;
      return concludePin(authentication, stage, event.kind, context);
    case 'sending_text_message':
      if (event.kind !== 'text_message_queued' && event.kind !== 'text_message_refused') break;
      return concludeTextMessage(authentication, stage.authenticatorId, event, context);
    default:
      return concludeOther(authentication, event, context);
  }
  return malformed(authentication);
}

function concludeOther(authentication: Authentication, event: AuthenticationEvent, context: AdvanceContext): Step {
  const isOfPasskey = event.kind === 'passkey_verified' || event.kind === 'passkey_refused';
  return isOfPasskey && authentication.stage.at === 'checking_passkey'
    ? concludePasskey(authentication, event, context)
    : malformed(authentication);
}

function malformed(authentication: Authentication): Step {
  return reject(authentication, 'request_malformed');
}

function begin(authentication: Authentication, event: AuthenticationEvent, context: AdvanceContext): Step {
  if (event.kind === 'signed_in') return signIn(authentication, event, context);
  return event.kind === 'signed_in_with_passkey'
    ? checkPasskey(authentication, undefined, event.credentialId, context)
    : malformed(authentication);
}

/** The claimant answers what was asked, or wants to be asked something else. */
function goOn(
  authentication: Authentication,
  question: Challenge,
  event: AuthenticationEvent,
  context: AdvanceContext,
): Step {
  switch (event.kind) {
    case 'answered':
      return answer(authentication, question, event.credential, context);
    case 'answered_with_passkey':
      return checkPasskey(authentication, question, event.credentialId, context);
    case 'method_chosen': {
      const problem = admissionProblem(authentication, context);
      if (problem !== undefined) return reject(authentication, problem);
      if (question.expiresAt <= context.now) return reject(authentication, 'challenge_expired');
      return chooseMethod(authentication, question, event.method, context);
    }
    default:
      return malformed(authentication);
  }
}

function signIn(
  authentication: Authentication,
  { credential, method }: Extract<AuthenticationEvent, { kind: 'signed_in' }>,
  context: AdvanceContext,
): Step {
  const problem = admissionProblem(authentication, context);
  if (problem !== undefined) return reject(authentication, problem);
  const { passwordSource, codeEntry } = context.relyingParty.policy;
  if (passwordSource !== 'none') return checkPassword(authentication, credential, context);
  if (context.relyingParty.browser !== undefined) return openChallenge(authentication, context, method);
  const typed = credential.expose().toString('utf8');
  if (codeEntry === 'code_only') return decideSecondFactor(authentication, typed, context);
  const isCode = codeEntry === 'challenge_or_concatenated' && looksLikeCode(typed, context);
  return decideSecondFactor(authentication, isCode ? typed : undefined, context);
}

/**
 * Judged by the shape alone, never by whether the code is right: a wrong guess must cost an attempt, not open a challenge.
 */
function looksLikeCode(typed: string, context: AdvanceContext): boolean {
  return /^[0-9]{6,24}$/.test(typed) && usableMethods(context).some((method) => OATH_METHODS.has(method));
}

function answer(
  authentication: Authentication,
  question: Challenge,
  credential: SecretBytes,
  context: AdvanceContext,
): Step {
  const problem = admissionProblem(authentication, context);
  if (problem !== undefined) return reject(authentication, problem);
  if (question.expiresAt <= context.now) return reject(authentication, 'challenge_expired');
  const typed = credential.expose().toString('utf8');
  const usable = new Set(usableMethods(context));
  const expected = {
    authenticationId: authentication.id,
    methods: question.methods.filter((method) => usable.has(method)),
    sentCode: question.sentCode,
  };
  const check: CodeCheck = typed === '' ? { kind: 'wrong' } : checkCode(typed, expected, context);
  return concludeCode(authentication, question, check, context, typed === '');
}
