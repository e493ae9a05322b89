import type { OtpDigits } from '../one-time-passwords/hotp.ts';

/** A field that may hold a password with a code behind it, taken apart. */
export interface PasswordAndCode {
  readonly password: string;
  readonly code: string;
}

/**
 * The ways to read a field as a password followed by a code: one for each number of digits that the user's devices show,
 * longest first, where the field ends in that many ASCII digits and something is left for the password. Which reading
 * is right is decided by the code before any directory is asked, so that a sign-in costs one bind at most.
 */
export function splitPasswordAndCode(field: string, digitsOfDevices: Iterable<OtpDigits>): readonly PasswordAndCode[] {
  const lengths = [...new Set(digitsOfDevices)].sort((one, other) => other - one);
  return lengths.flatMap((digits) => {
    const code = field.slice(-digits);
    const isSplit = field.length > digits && /^[0-9]+$/.test(code);
    return isSplit ? [{ password: field.slice(0, -digits), code }] : [];
  });
}
