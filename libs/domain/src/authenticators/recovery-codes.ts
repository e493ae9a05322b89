import type { RandomOctets } from '../one-time-passwords/code-text.ts';

/** Crockford's Base32: no I, L, O (read as 1 and 0) and no U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Five bits each: 60 bits, beyond guessing even without a limit (NIST SP 800-63B-4 section 3.1.2 asks for 20 at least). */
const CODE_LENGTH = 12;
const GROUP_LENGTH = 4;
const DEFAULT_COUNT = 10;
const MOST_CODES = 100;
const LONGEST_TEXT = 64;

/** Single-use codes for paper, all different, written as "7KQ2-M9XD-0TCV". */
export function generateRecoveryCodes(random: RandomOctets, count: number = DEFAULT_COUNT): readonly string[] {
  if (!Number.isSafeInteger(count) || count < 1 || count > MOST_CODES) {
    throw new RangeError(`there are 1 to ${MOST_CODES} recovery codes in a set`);
  }
  const codes = new Set(Array.from({ length: count }, () => grouped(random.bytes(CODE_LENGTH))));
  if (codes.size < count) throw new Error('two equal codes of 60 bits: the generator of chance is broken');
  return [...codes];
}

/**
 * The form of a recovery code that is hashed: capitals without separators, O read as 0, I and L as 1.
 * Undefined: it is no recovery code.
 */
export function normalizeRecoveryCode(typed: string): string | undefined {
  if (typed.length > LONGEST_TEXT || !/^[0-9A-Za-z\s-]*$/.test(typed)) return undefined;
  const code = typed
    .replace(/[\s-]+/g, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return code.length === CODE_LENGTH && [...code].every((character) => ALPHABET.includes(character)) ? code : undefined;
}

function grouped(octets: Uint8Array): string {
  // 32 divides 256, so the low five bits of an octet are as even as the octet.
  const code = Array.from(octets, (octet) => ALPHABET.charAt(octet & 31)).join('');
  return code.replace(new RegExp(`.{${GROUP_LENGTH}}(?=.)`, 'g'), '$&-');
}
