/** States of a user that a search can ask for. */
export const USER_STATUS_FILTERS = [
  'enabled',
  'disabled',
  'blocked',
  'locked',
  'bypass',
  'not_enrolled',
  'no_backup',
  'pin_change',
  'deleted',
] as const;

/** See {@link USER_STATUS_FILTERS}. */
export type UserStatusFilter = (typeof USER_STATUS_FILTERS)[number];

/** Something that a user's names, mail addresses or phones must have. */
export type SearchTerm =
  | { readonly kind: 'word'; readonly text: string; readonly isExact: boolean }
  /** International digits, or national ones without the leading zero. */
  | { readonly kind: 'phone'; readonly digits: string; readonly isExact: boolean }
  /** Digits alone may be either. */
  | { readonly kind: 'word_or_phone'; readonly text: string; readonly digits: string; readonly isExact: boolean };

/** When a user signed in last. */
export type LastSignInFilter =
  | { readonly kind: 'never' }
  | { readonly kind: 'within'; readonly seconds: number }
  | { readonly kind: 'before'; readonly seconds: number };

/** What was typed into the one box: all of it must hold. */
export interface UserSearchQuery {
  readonly terms: readonly SearchTerm[];
  readonly statuses: readonly UserStatusFilter[];
  /** Kinds of authenticators. */
  readonly methods: readonly string[];
  readonly groups: readonly { readonly name: string; readonly isExact: boolean }[];
  readonly tags: readonly string[];
  readonly lastSignIn: readonly LastSignInFilter[];
}

/** A query, or the part of it that cannot be understood and what could stand there. */
export type ParsedUserSearch =
  | { readonly kind: 'query'; readonly query: UserSearchQuery }
  | { readonly kind: 'problem'; readonly part: string; readonly expected: string };

interface Part {
  readonly key: string;
  readonly value: string;
  readonly isQuoted: boolean;
}

const METHOD_WORDS: Readonly<Record<string, string>> = {
  sms: 'phone',
  text: 'phone',
  text_message: 'phone',
  phone: 'phone',
  totp: 'totp',
  hotp: 'hotp',
  token: 'hotp',
  passkey: 'passkey',
  recovery: 'recovery_codes',
  recovery_codes: 'recovery_codes',
};
const UNITS: Readonly<Record<string, number>> = { h: 3600, d: 86_400, w: 7 * 86_400, y: 365 * 86_400 };
const MOST_PARTS = 20;
const SHORTEST_PHONE = 3;

/**
 * Reads `anna status:blocked method:sms group:"VPN users" last:<30d`. Words match by their beginning, in any order; words in
 * quotes match whole. A phone may be written with spaces, from its country code or from its leading zero on.
 */
export function parseUserSearch(typed: string): ParsedUserSearch {
  const parts = joinPhones(partsOf(typed)).slice(0, MOST_PARTS);
  const query = emptyQuery();
  for (const part of parts) {
    const expected = take(part, query);
    if (expected !== undefined) return { kind: 'problem', part: `${part.key}:${part.value}`, expected };
  }
  return { kind: 'query', query };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

function emptyQuery(): Mutable<UserSearchQuery> {
  return { terms: [], statuses: [], methods: [], groups: [], tags: [], lastSignIn: [] };
}

/** Adds the part to the query; the result says what could stand there when it cannot be understood. */
function take(part: Part, query: Mutable<UserSearchQuery>): string | undefined {
  const { key, value, isQuoted } = part;
  switch (key) {
    case 'status':
      return takeWord(value, USER_STATUS_FILTERS, query.statuses);
    case 'method':
      return takeMethod(value, query.methods);
    case 'group':
      query.groups.push({ name: value, isExact: isQuoted });
      return undefined;
    case 'tag':
      query.tags.push(value);
      return undefined;
    case 'last':
      return takeLast(value, query.lastSignIn);
    case '':
      query.terms.push(termOf(part));
      return undefined;
    default:
      return 'status:, method:, group:, tag:, last:';
  }
}

function takeWord<T extends string>(value: string, words: readonly T[], into: T[]): string | undefined {
  const word = words.find((each) => each === value.toLowerCase().replaceAll('-', '_'));
  if (word === undefined) return words.join(', ');
  into.push(word);
  return undefined;
}

function takeMethod(value: string, into: string[]): string | undefined {
  const word = value.toLowerCase();
  if (!Object.hasOwn(METHOD_WORDS, word)) return 'sms, totp, hotp, passkey, recovery';
  into.push(METHOD_WORDS[word] ?? word);
  return undefined;
}

function takeLast(value: string, into: LastSignInFilter[]): string | undefined {
  if (value.toLowerCase() === 'never') {
    into.push({ kind: 'never' });
    return undefined;
  }
  const [, sign, digits, unit = ''] = /^([<>])(\d{1,5})([hdwy])$/i.exec(value) ?? [];
  if (sign === undefined) return '<30d, >90d, >2w, never';
  const seconds = Number(digits) * (UNITS[unit.toLowerCase()] ?? 0);
  into.push({ kind: sign === '<' ? 'within' : 'before', seconds });
  return undefined;
}

function termOf({ value: text, isQuoted: isExact }: Part): SearchTerm {
  const digits = phoneDigits(text);
  if (digits === undefined) return { kind: 'word', text, isExact };
  return /^\d+$/.test(text) ? { kind: 'word_or_phone', text, digits, isExact } : { kind: 'phone', digits, isExact };
}

/** `+41 79 123`, `0041 79 123` and `079 123` as the digits that a phone is found by; undefined for what is no phone. */
function phoneDigits(text: string): string | undefined {
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return undefined;
  const digits = text.replaceAll(/\D/g, '').replace(/^0{1,2}/, '');
  return digits.length < SHORTEST_PHONE ? undefined : digits;
}

function partsOf(typed: string): readonly Part[] {
  const parts: Part[] = [];
  for (const [, key = '', quoted, plain = ''] of typed.matchAll(/(?:([a-z_]+):)?(?:"([^"]*)"?|([^\s"]+))/gi)) {
    const value = (quoted ?? plain).trim();
    if (value !== '') parts.push({ key: key.toLowerCase(), value, isQuoted: quoted !== undefined });
  }
  return parts;
}

/** A number written with spaces is one number, when it begins as numbers do: with a plus or a zero. */
function joinPhones(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (before !== undefined && isPhonePart(before) && isPhonePart(part) && /^\(?[+0]/.test(before.value)) {
      joined[joined.length - 1] = { ...before, value: `${before.value} ${part.value}` };
    } else joined.push(part);
  }
  return joined;
}

function isPhonePart({ key, value, isQuoted }: Part): boolean {
  return key === '' && !isQuoted && /^\+?[\d\s().\-/]+$/.test(value);
}
