import type { HotpAuthenticator, TotpAuthenticator } from '../authenticators/authenticator.ts';
import { matchingValues, type OathDevice } from './candidate-search.ts';
import { codeNumber } from './code-text.ts';
import { hotpFloor } from './hotp-verification.ts';
import type { OtpMatch } from './otp-match.ts';
import { timeStep, type TotpMoment, totpFloor } from './totp.ts';

/** A day and an hour at 30 s: finds a device that was set to another time zone. */
const TOTP_SEARCH_STEPS = 3000;
const HOTP_SEARCH_COUNTERS = 1000;

/** Where a search for two consecutive codes looks. */
export interface TotpResyncMoment extends TotpMoment {
  /** Steps searched on either side of our clock; by default a day. */
  readonly searchSteps?: number;
}

/**
 * Finds the clock of a time-based device again by two consecutive codes. Both must lie past the last accepted step:
 * otherwise an overheard pair of used codes would set the device back and be good once more (CVE-2019-12887).
 * `value` is the step of the second code, to be claimed; `driftSteps` the clock error to store.
 */
export function resyncTotp(
  authenticator: TotpAuthenticator,
  first: string,
  second: string,
  at: TotpResyncMoment,
): OtpMatch {
  const ourStep = timeStep(at.now, authenticator.periodSeconds);
  const reach = at.searchSteps ?? TOTP_SEARCH_STEPS;
  const seconds = consecutive(authenticator, first, second, { first: ourStep - reach, last: ourStep + reach });
  const match = pastFloor(seconds, totpFloor(authenticator, at));
  return match.kind === 'match' ? { ...match, driftSteps: match.value - ourStep } : match;
}

/** Where a search for two consecutive codes of an event-based device looks. */
export interface HotpResyncPosition {
  readonly lastAccepted: number;
  /** Counters searched past the last accepted one; by default 1000. */
  readonly searchCounters?: number;
}

/** Finds the counter of an event-based device again by two consecutive codes; only ever forward. */
export function resyncHotp(
  authenticator: HotpAuthenticator,
  first: string,
  second: string,
  at: HotpResyncPosition,
): OtpMatch {
  const floor = hotpFloor(authenticator, at.lastAccepted);
  const reach = at.searchCounters ?? HOTP_SEARCH_COUNTERS;
  const seconds = consecutive(authenticator, first, second, { first: floor - reach, last: floor + reach });
  return pastFloor(seconds, floor);
}

/** The values of the second code where the first code belongs to the value before. */
function consecutive(
  device: OathDevice,
  first: string,
  second: string,
  range: { readonly first: number; readonly last: number },
): readonly number[] {
  const firstNumber = codeNumber(first, device.digits);
  const secondNumber = codeNumber(second, device.digits);
  if (firstNumber === undefined || secondNumber === undefined) return [];
  const firsts = new Set(matchingValues(device, firstNumber, range.first, range.last));
  return matchingValues(device, secondNumber, range.first, range.last).filter((value) => firsts.has(value - 1));
}

function pastFloor(seconds: readonly number[], floor: number): OtpMatch {
  if (seconds.length === 0) return { kind: 'mismatch' };
  const value = seconds.find((second) => second - 1 > floor);
  return value === undefined ? { kind: 'replayed' } : { kind: 'match', value };
}
