import type { HotpAuthenticator, TotpAuthenticator } from '../authenticators/authenticator.ts';
import { hotpNumber } from './hotp.ts';

/** What is common to both kinds of OATH device. */
export type OathDevice = Pick<TotpAuthenticator | HotpAuthenticator, 'seed' | 'algorithm' | 'digits'>;

/**
 * The values from `first` to `last` (not below 0) whose code is `code`, smallest first. Every candidate is computed and
 * compared as a whole number whatever the others gave: how long it takes says nothing about how near a guess is.
 */
export function matchingValues(device: OathDevice, code: number, first: number, last: number): readonly number[] {
  const matching: number[] = [];
  for (let value = Math.max(0, first); value <= last; value += 1) {
    if (hotpNumber(device.seed, value, device.algorithm, device.digits) === code) matching.push(value);
  }
  return matching;
}
