import type { OtpDigits } from './hotp.ts';

/** Where chance comes from; `RandomSource` of the crypto library fits. */
export interface RandomOctets {
  /** `length` octets that nobody can predict. */
  bytes(length: number): Buffer;
}

const LONGEST_CODE_TEXT = 64;
const SPACES = /[ \t\u00a0\u2009\u202f]+/g;

/**
 * The digits of a code as a person typed them: spaces are left out because apps show "123 456". Anything but ASCII
 * digits makes it no code: other scripts' digits would be a second spelling that nothing else in the product expects.
 */
export function codeDigits(typed: string): string | undefined {
  if (typed.length > LONGEST_CODE_TEXT) return undefined;
  const digits = typed.replace(SPACES, '');
  return /^[0-9]+$/.test(digits) ? digits : undefined;
}

/** The number that a typed code stands for, if it has exactly `digits` digits. */
export function codeNumber(typed: string, digits: OtpDigits): number | undefined {
  const text = codeDigits(typed);
  return text?.length === digits ? Number(text) : undefined;
}

/**
 * A code to send: `digits` decimal digits, leading zeros included, every one equally likely (octets over 249 are drawn
 * again, because a plain remainder would favour 0 to 5).
 */
export function generateCode(random: RandomOctets, digits: number): string {
  if (!Number.isSafeInteger(digits) || digits < 1 || digits > 16) throw new RangeError('a code has 1 to 16 digits');
  let code = '';
  while (code.length < digits) {
    for (const octet of random.bytes(digits - code.length)) if (octet < 250) code += String(octet % 10);
  }
  return code;
}
