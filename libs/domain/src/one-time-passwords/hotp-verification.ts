import type { HotpAuthenticator } from '../authenticators/authenticator.ts';
import { matchingValues } from './candidate-search.ts';
import { codeNumber } from './code-text.ts';
import type { OtpMatch } from './otp-match.ts';

/** What an event-based code is judged against. */
export interface HotpPosition {
  /** The last accepted counter, as far as anybody knows; -1: none yet. */
  readonly lastAccepted: number;
  /** Counters that the device may be ahead of the next one. */
  readonly lookAhead: number;
}

const WIDEST_LOOK_AHEAD = 100;
/** Counters behind the last accepted one that are recognised as used, for the journal's sake. */
const LOOK_BACK = 5;

/**
 * Compares a code with the next counter and `lookAhead` more (RFC 4226 section 7.4). Only ever forward: a used counter
 * is `replayed`. Nothing is consumed: whoever accepts claims `value` first.
 */
export function verifyHotp(authenticator: HotpAuthenticator, code: string, at: HotpPosition): OtpMatch {
  if (!Number.isSafeInteger(at.lookAhead) || at.lookAhead < 0 || at.lookAhead > WIDEST_LOOK_AHEAD) {
    throw new RangeError(`the look-ahead is 0 to ${WIDEST_LOOK_AHEAD} counters`);
  }
  const number = codeNumber(code, authenticator.digits);
  if (number === undefined) return { kind: 'mismatch' };
  const floor = hotpFloor(authenticator, at.lastAccepted);
  const counters = matchingValues(authenticator, number, floor - LOOK_BACK + 1, floor + 1 + at.lookAhead);
  if (counters.length === 0) return { kind: 'mismatch' };
  const counter = counters.find((candidate) => candidate > floor);
  return counter === undefined ? { kind: 'replayed' } : { kind: 'match', value: counter };
}

/** The highest counter that may not be accepted any more. */
export function hotpFloor(authenticator: HotpAuthenticator, lastAccepted: number): number {
  return Math.max(lastAccepted, authenticator.lastAcceptedCounter);
}
