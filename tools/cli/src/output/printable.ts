// What a terminal takes for a command instead of a sign, and what reorders a line unseen.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text that came from somewhere else, safe for a terminal: a claimant chooses the user name that the journal shows, so
 * an escape sequence in it must not reach the administrator's screen. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (sign) => `\\x${(sign.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`);
}

/** {@link printable}, on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\n\t]/g, ' ');
}
