import { SecretBytes } from '@countersign/errors';
import { OATH_METHODS, type Method } from '../authenticators/method.ts';
import { isOath } from '../authenticators/methods-of.ts';
import { hotpValue } from '../one-time-passwords/hotp.ts';
import { timeStep, totpFloor } from '../one-time-passwords/totp.ts';
import { advance } from './advance.ts';
import type { Authentication } from './authentication.ts';
import type { AuthenticationEvent } from './authentication-event.ts';
import type { RejectionReason } from './rejection-reason.ts';
import type { AdvanceContext, Step } from './step.ts';
import { usableMethods } from './usable-methods.ts';
import type { AcceptanceBasis, Verdict } from './verdict.ts';

/** The checks of a sign-in, in the order in which the machine makes them. */
export const SIGN_IN_CHECKS = [
  'user_known',
  'user_enabled',
  'not_blocked',
  'not_locked_out',
  'password_throttle',
  'password',
  'trusted_address',
  'one_time_bypass',
  'remembered_result',
  'pin_current',
  'usable_method',
  'challenge_possible',
  'text_message',
  'second_factor',
] as const;

/** See {@link SIGN_IN_CHECKS}. */
export type SignInCheck = (typeof SIGN_IN_CHECKS)[number];

/** One check of an explained sign-in: it let the sign-in pass, it decided, or it was not reached. */
export interface ExplainedCheck {
  readonly check: SignInCheck;
  readonly result: 'passed' | 'decides' | 'not_reached';
}

/** What would happen, and by which check. */
export interface Explanation {
  readonly verdict: Verdict;
  /** The method that would be asked for, or that would be used; undefined: none is reached. */
  readonly method: Method | undefined;
  readonly checks: readonly ExplainedCheck[];
}

/** What is taken for granted of the claimant and of delivery, because nobody types or sends anything here. */
export interface ExplainAssumptions {
  /** What the password check would say if the right password were typed. */
  readonly password: 'verified' | RejectionReason;
  readonly textMessage: 'queued' | 'delivery_limited' | 'delivery_failed';
}

/**
 * Runs the real machine for somebody who types the right password (and the right code where it belongs into the same field)
 * and stops where the machine would commit: nothing is claimed, sent or counted.
 */
export function explainSignIn(
  authentication: Authentication,
  context: AdvanceContext,
  assumed: ExplainAssumptions,
): Explanation {
  const credential = rightCredential(context);
  let step = advance(authentication, { kind: 'signed_in', credential }, context);
  while (step.command.kind !== 'commit') step = advance(step.next, outcomeOf(step, assumed), context);
  const { verdict } = step.command.commit;
  return { verdict, method: methodOf(step), checks: checksUpTo(decidingCheck(verdict)) };
}

/** What nobody types by accident, followed by a right code where the relying party wants both in one field. */
function rightCredential(context: AdvanceContext): SecretBytes {
  const { codeEntry, passwordSource } = context.relyingParty.policy;
  const code = codeEntry === 'concatenated' || codeEntry === 'code_only' ? rightCode(context) : '';
  const password = passwordSource === 'none' && codeEntry === 'code_only' ? '' : 'the right password';
  return SecretBytes.fromText(`${password}${code}`);
}

/** The next code of the user's first device that is not used up yet; empty: there is no device. */
function rightCode(context: AdvanceContext): string {
  const allowed = usableMethods(context).filter((method) => OATH_METHODS.has(method));
  const device = (context.user?.authenticators ?? [])
    .filter(isOath)
    .find(({ kind, state }) => state === 'active' && allowed.includes(kind));
  if (device === undefined) return '';
  const pin = context.user?.isOathPinMode === true ? '0000' : '';
  const value = device.kind === 'totp' ? nextTimeStep(device, context) : nextCounter(device, context);
  return `${pin}${hotpValue(device.seed.expose(), value, device.algorithm, device.digits)}`;
}

function nextTimeStep(device: Parameters<typeof totpFloor>[0], context: AdvanceContext): number {
  const { now, facts, settings, timeStepsAfter } = context;
  const lastAccepted = facts.lastAccepted.get(device.id) ?? -1;
  const floor = totpFloor(device, {
    now,
    windowSteps: settings.totpWindowSteps,
    lastAccepted,
    notBefore: timeStepsAfter,
  });
  return Math.max(timeStep(now, device.periodSeconds) + device.driftSteps, floor + 1);
}

function nextCounter(
  device: { readonly id: string; readonly lastAcceptedCounter: number },
  context: AdvanceContext,
): number {
  return Math.max(context.facts.lastAccepted.get(device.id) ?? -1, device.lastAcceptedCounter) + 1;
}

function outcomeOf({ command }: Step, assumed: ExplainAssumptions): AuthenticationEvent {
  switch (command.kind) {
    case 'verify_password':
      return assumed.password === 'verified'
        ? { kind: 'password_verified' }
        : { kind: 'password_refused', reason: assumed.password };
    case 'verify_pin':
      return { kind: 'pin_verified' };
    case 'send_text_message':
      return assumed.textMessage === 'queued'
        ? { kind: 'text_message_queued', codeHash: '', digits: 6 }
        : { kind: 'text_message_refused', reason: assumed.textMessage };
    case 'verify_passkey':
      return { kind: 'passkey_verified', counter: 0, isUserVerified: true };
    case 'commit':
      throw new Error('a commit is the end of an explanation');
  }
}

function methodOf({ next }: Step): Method | undefined {
  if (next.stage.at === 'challenged') return next.stage.challenge.methods[0];
  const proof = next.proofs.find((one) => one.kind === 'second_factor');
  return proof?.kind === 'second_factor' ? proof.method : undefined;
}

function checksUpTo(deciding: SignInCheck): readonly ExplainedCheck[] {
  const at = SIGN_IN_CHECKS.indexOf(deciding);
  return SIGN_IN_CHECKS.map((check, index) => {
    if (index === at) return { check, result: 'decides' };
    return { check, result: index < at ? 'passed' : 'not_reached' };
  });
}

function decidingCheck(verdict: Verdict): SignInCheck {
  switch (verdict.outcome) {
    case 'accepted':
      return CHECK_OF_BASIS[verdict.basis];
    case 'rejected':
      return checkOfReason(verdict.reason);
    default:
      return 'second_factor';
  }
}

const CHECK_OF_BASIS = {
  second_factor: 'second_factor',
  one_time_bypass: 'one_time_bypass',
  remembered_result: 'remembered_result',
  trusted_address: 'trusted_address',
  unknown_user_allowed: 'user_known',
} as const satisfies Record<AcceptanceBasis, SignInCheck>;

const CHECKS_OF_REASONS: Readonly<Partial<Record<RejectionReason, SignInCheck>>> = {
  user_unknown: 'user_known',
  user_disabled: 'user_enabled',
  user_blocked: 'not_blocked',
  user_locked_out: 'not_locked_out',
  password_throttled: 'password_throttle',
  pin_change_required: 'pin_current',
  no_usable_method: 'usable_method',
  client_cannot_challenge: 'challenge_possible',
  delivery_failed: 'text_message',
  delivery_limited: 'text_message',
};

function checkOfReason(reason: RejectionReason): SignInCheck {
  const known = CHECKS_OF_REASONS[reason];
  if (known !== undefined) return known;
  return reason.startsWith('password_') || reason.startsWith('directory_') ? 'password' : 'second_factor';
}
