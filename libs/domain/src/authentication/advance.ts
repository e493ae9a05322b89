import type { SecretBytes } from '@countersign/errors';
import { OATH_METHODS } from '../authenticators/method.ts';
import { admissionProblem } from './admission.ts';
import type { Authentication, Challenge } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import { checkCode, type CodeCheck } from './check-code.ts';
import { checkPassword, concludePassword } from './check-password.ts';
import { concludeCode, concludePin } from './conclude-code.ts';
import { decideSecondFactor } from './decide-second-factor.ts';
import { concludeTextMessage } from './open-challenge.ts';
import { type AdvanceContext, reject, type Step } from './step.ts';
import { usableMethods } from './usable-methods.ts';

/**
 * The authentication state machine: pure, without I/O.
 *
 * ```text
 * received ──signed_in──▶ checking_password ──password_verified──┐
 *     │ (password source none)          └──password_refused──▶ ended: rejected
 *     └──────────────────────────────────────────────────────────┤
 *          trusted address, one-time bypass, remembered result ──┼──▶ ended: accepted
 *                                       code in the same field ──┼──▶ checking_pin ──▶ ended
 *                                                                ▼
 *                  sending_text_message ──text_message_queued──▶ challenged ──answered──▶ checking_pin ──▶ ended
 * ```
 *
 * An event that does not belong to the stage is "no": whatever order, repeat or empty answer arrives, an accept is
 * reached over recorded proofs only.
 */
export function advance(authentication: Authentication, event: AuthenticationEvent, context: AdvanceContext): Step {
  switch (authentication.stage.at) {
    case 'received':
      return event.kind === 'signed_in' ? signIn(authentication, event.credential, context) : malformed(authentication);
    case 'challenged':
      return event.kind === 'answered'
        ? answer(authentication, authentication.stage.challenge, event.credential, context)
        : malformed(authentication);
    case 'ended':
      return malformed(authentication);
    default:
      return advanceOwn(authentication, event, context);
  }
}

/** The stages in which we wait for our own work, not for the claimant. */
function advanceOwn(authentication: Authentication, event: AuthenticationEvent, context: AdvanceContext): Step {
  const { stage } = authentication;
  switch (event.kind) {
    case 'password_verified':
    case 'password_refused':
      if (stage.at !== 'checking_password') break;
      return concludePassword(authentication, stage.code, event, context);
    case 'pin_verified':
    case 'pin_refused':
      if (stage.at !== 'checking_pin') break;
      return concludePin(authentication, stage, event.kind, context);
    case 'text_message_queued':
    case 'text_message_refused':
      if (stage.at !== 'sending_text_message') break;
      return concludeTextMessage(authentication, stage.authenticatorId, event, context);
    default:
  }
  return malformed(authentication);
}

function malformed(authentication: Authentication): Step {
  return reject(authentication, 'request_malformed');
}

function signIn(authentication: Authentication, credential: SecretBytes, context: AdvanceContext): Step {
  const problem = admissionProblem(authentication, context);
  if (problem !== undefined) return reject(authentication, problem);
  const { passwordSource, codeEntry } = context.relyingParty.policy;
  if (passwordSource !== 'none') return checkPassword(authentication, credential, context);
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
