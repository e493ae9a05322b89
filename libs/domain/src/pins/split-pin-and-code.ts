import { codeDigits } from '../one-time-passwords/code-text.ts';
import type { OtpDigits } from '../one-time-passwords/hotp.ts';

/** What a claimant in OATH PIN mode typed, taken apart. */
export interface PinAndCode {
  readonly pin: string;
  readonly code: string;
}

/** The PIN and the code behind it (OATH PIN mode); absent when it is not all digits or nothing is left for the PIN. */
export function splitPinAndCode(typed: string, digits: OtpDigits): PinAndCode | undefined {
  const all = codeDigits(typed);
  if (all === undefined || all.length <= digits) return undefined;
  return { pin: all.slice(0, -digits), code: all.slice(-digits) };
}
