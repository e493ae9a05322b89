import { type Parsed, type Problem, valid, invalid } from '../problem.ts';

/** What a text field allows. */
export interface TextLimits {
  /** The field's name in messages. */
  readonly field: string;
  /** In UTF-16 code units. */
  readonly maximumLength: number;
  readonly isRequired?: boolean;
}

const LONGEST_MAIL = 254;
const LONGEST_LOCAL_PART = 64;
const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u;
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u;
/** NIST SP 800-63B-4 section 3.1.1.2: eight at least where a second factor follows. */
const SHORTEST_PASSWORD = 8;
/** Hashing costs by the octet; nobody types more. */
const LONGEST_PASSWORD_OCTETS = 1024;

/**
 * A single line of text for people, such as a name: outer spaces are cut off, composed characters are joined (NFC).
 * Control characters (NUL, line ends) and lone surrogates are problems: Postgres refuses the first, UTF-8 the second.
 */
export function parseText(text: string, limits: TextLimits): Parsed<string> {
  const { field, maximumLength, isRequired = false } = limits;
  if (text.length > maximumLength) {
    return invalid({ field, code: 'too_long', message: `${field} is longer than ${maximumLength} characters.` });
  }
  const problem = characterProblem(text, field);
  if (problem !== undefined) return invalid(problem);
  const line = text.trim().normalize('NFC');
  if (line === '' && isRequired) return invalid({ field, code: 'missing', message: `${field} is empty.` });
  return valid(line);
}

/** A mail address (the part of RFC 5321 and 6531 that mail systems use: no quotes, no comments); empty is allowed. */
export function parseMail(text: string, field = 'mail'): Parsed<string> {
  const parsed = parseText(text, { field, maximumLength: LONGEST_MAIL });
  if (parsed.kind === 'invalid' || parsed.value === '') return parsed;
  const at = parsed.value.lastIndexOf('@');
  const local = parsed.value.slice(0, Math.max(0, at));
  const labels = parsed.value.slice(at + 1).split('.');
  const isLocalPart = LOCAL_PART.test(local) && local.length <= LONGEST_LOCAL_PART && !/^\.|\.$|\.\./.test(local);
  const isDomain = labels.every((label) => label.length < 64 && DOMAIN_LABEL.test(label));
  return at > 0 && isLocalPart && isDomain
    ? parsed
    : invalid({ field, code: 'not_an_address', message: `${field} is not an address like alice@example.com.` });
}

/** Whether a password may be set here. The text itself is kept as it is: whatever is changed could not be typed again. */
export function checkPassword(password: string, field = 'password'): readonly Problem[] {
  if (password.length > LONGEST_PASSWORD_OCTETS || Buffer.byteLength(password, 'utf8') > LONGEST_PASSWORD_OCTETS) {
    return [{ field, code: 'too_long', message: `${field} is longer than ${LONGEST_PASSWORD_OCTETS} octets.` }];
  }
  const problem = characterProblem(password, field);
  if (problem !== undefined) return [problem];
  return [...password].length < SHORTEST_PASSWORD
    ? [{ field, code: 'too_short', message: `${field} is shorter than ${SHORTEST_PASSWORD} characters.` }]
    : [];
}

/** True when the text can be written as UTF-8 and read back: no half of a surrogate pair stands alone. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function characterProblem(text: string, field: string): Problem | undefined {
  if (!isWellFormed(text)) {
    return { field, code: 'malformed_text', message: `${field} holds half of a character (a lone surrogate).` };
  }
  return /[\p{Cc}\u2028\u2029]/u.test(text)
    ? { field, code: 'control_character', message: `${field} holds a control character or a line end.` }
    : undefined;
}
