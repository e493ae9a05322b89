import type { TotpAuthenticator } from '../authenticators/authenticator.ts';
import { matchingValues } from './candidate-search.ts';
import { codeNumber } from './code-text.ts';
import type { OtpMatch } from './otp-match.ts';

/** What a time-based code is judged against. */
export interface TotpMoment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Steps accepted on either side of where the device's clock is believed to be. */
  readonly windowSteps: number;
  /** The last accepted time step, as far as anybody knows; -1: none yet. */
  readonly lastAccepted: number;
  /**
   * Milliseconds: the record of accepted steps was lost at this moment, so a code counts only if it could not have been
   * accepted before it. 0: nothing was lost.
   */
  readonly notBefore: number;
}

const WIDEST_WINDOW = 10;

/**
 * Compares a code with the steps around the device's clock (RFC 6238 section 5.2). A step at or below the last accepted
 * one is `replayed`, never a match. Nothing is consumed: whoever accepts claims `value` first.
 */
export function verifyTotp(authenticator: TotpAuthenticator, code: string, at: TotpMoment): OtpMatch {
  if (!Number.isSafeInteger(at.windowSteps) || at.windowSteps < 0 || at.windowSteps > WIDEST_WINDOW) {
    throw new RangeError(`the window is 0 to ${WIDEST_WINDOW} steps`);
  }
  const number = codeNumber(code, authenticator.digits);
  if (number === undefined) return { kind: 'mismatch' };
  const ourStep = timeStep(at.now, authenticator.periodSeconds);
  const middle = ourStep + authenticator.driftSteps;
  const steps = matchingValues(authenticator, number, middle - at.windowSteps, middle + at.windowSteps);
  if (steps.length === 0) return { kind: 'mismatch' };
  const floor = totpFloor(authenticator, at);
  const step = steps.find((candidate) => candidate > floor);
  if (step === undefined) return { kind: 'replayed' };
  return { kind: 'match', value: step, driftSteps: followedDrift(authenticator.driftSteps, step - ourStep) };
}

/** The time step that a moment lies in (RFC 6238 section 4.2, T0 = 0). */
export function timeStep(now: number, periodSeconds: 30 | 60): number {
  return Math.floor(now / (periodSeconds * 1000));
}

/**
 * The highest step that may not be accepted any more. After a loss of the claims that is not just the step of that
 * moment: a device ahead of us, or a code from the far side of the window, may have been accepted before.
 */
export function totpFloor(authenticator: TotpAuthenticator, at: TotpMoment): number {
  const lastAccepted = Math.max(at.lastAccepted, authenticator.lastAcceptedTimeStep);
  if (at.notBefore <= 0) return lastAccepted;
  const lossStep = timeStep(at.notBefore, authenticator.periodSeconds);
  return Math.max(lastAccepted, lossStep + authenticator.driftSteps + at.windowSteps);
}

/**
 * The clock error to believe in after a code was right (RFC 6238 section 6). A code that is early proves a fast clock.
 * A late one proves little, for people type slowly: a fast clock is believed to be less fast, but a right clock is not
 * believed to be slow by one step, or two slow typists in a row would shut out the same person at normal speed.
 */
function followedDrift(believed: number, seen: number): number {
  if (seen >= believed) return seen;
  return believed > 0 ? Math.max(seen, 0) : Math.min(believed, seen + 1);
}
