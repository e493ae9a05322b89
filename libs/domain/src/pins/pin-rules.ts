import type { RandomOctets } from '../one-time-passwords/code-text.ts';
import { generateCode } from '../one-time-passwords/code-text.ts';
import type { PinRules } from '../policies/company-settings.ts';
import type { Language } from '../users/user.ts';
import type { E164Phone } from '../users/phone.ts';

/** What a PIN is judged against besides itself. */
export interface PinContext {
  readonly rules: Pick<PinRules, 'minimumLength' | 'maximumLength'>;
  /** The user's phones: what is printed on a business card is no secret. */
  readonly phones: readonly E164Phone[];
  /** Whether it is among the PINs of the history; whoever calls compares the slow hashes. */
  readonly isRecent?: boolean;
}

/** Why a PIN is refused (the original's rules). */
export type PinProblem =
  | {
      readonly code:
        | 'not_digits'
        | 'same_digits'
        | 'sequential_digits'
        | 'part_of_phone_number'
        | 'too_common'
        | 'used_recently';
    }
  | { readonly code: 'too_short' | 'too_long'; readonly limit: number };

const RUN_LENGTH = 3;
const PHONE_PIECE_LENGTH = 4;
const LEAST_GENERATED_LENGTH = 6;
const GENERATION_TRIES = 10_000;

/** Everything that is wrong with a PIN; empty: it is good. */
export function checkPin(pin: string, { rules, phones, isRecent = false }: PinContext): readonly PinProblem[] {
  const problems: PinProblem[] = lengthProblems(pin, rules);
  if (hasRun(pin, 0)) problems.push({ code: 'same_digits' });
  if (hasRun(pin, 1) || hasRun(pin, -1)) problems.push({ code: 'sequential_digits' });
  if (phones.some((phone) => sharesPiece(pin, phone))) problems.push({ code: 'part_of_phone_number' });
  if (isCommon(pin)) problems.push({ code: 'too_common' });
  if (isRecent) problems.push({ code: 'used_recently' });
  return problems;
}

function lengthProblems(pin: string, rules: PinContext['rules']): PinProblem[] {
  const problems: PinProblem[] = [];
  if (!/^[0-9]*$/.test(pin)) problems.push({ code: 'not_digits' });
  if (pin.length < rules.minimumLength) problems.push({ code: 'too_short', limit: rules.minimumLength });
  if (pin.length > rules.maximumLength) problems.push({ code: 'too_long', limit: rules.maximumLength });
  return problems;
}

/** PINs that many people choose and that no other rule refuses (DataGenetics' list of PINs in breaches). */
const COMMON_PINS: ReadonlySet<string> = new Set([
  '1004',
  '2580',
  '0852',
  '1379',
  '7913',
  '1470',
  '0741',
  '3690',
  '0963',
  '2468',
  '8642',
  '1590',
  '3570',
  '1001',
  '2001',
  '147258',
  '258369',
  '147896',
  '159357',
  '142536',
  '102030',
  '131415',
  '520131',
]);

function isCommon(pin: string): boolean {
  // One piece over and over: 1212, 6969, 123123.
  return COMMON_PINS.has(pin) || /^(\d{2,8})\1+$/.test(pin);
}

/** A PIN that the rules allow: of six digits, or as many as the rules come nearest to. */
export function generatePin(random: RandomOctets, rules: PinContext['rules'], phones: readonly E164Phone[]): string {
  const length = Math.max(rules.minimumLength, Math.min(LEAST_GENERATED_LENGTH, rules.maximumLength));
  for (let tries = 0; tries < GENERATION_TRIES; tries += 1) {
    const pin = generateCode(random, length);
    if (checkPin(pin, { rules, phones }).length === 0) return pin;
  }
  throw new Error('no PIN satisfies the rules: the user has too many phones, or the generator is broken');
}

/** Three digits in a row, each `step` more than the one before: 111, 234, 987. */
function hasRun(pin: string, step: number): boolean {
  let length = 1;
  for (let index = 1; index < pin.length && length < RUN_LENGTH; index += 1) {
    length = pin.charCodeAt(index) - pin.charCodeAt(index - 1) === step ? length + 1 : 1;
  }
  return length >= RUN_LENGTH;
}

function sharesPiece(pin: string, phone: E164Phone): boolean {
  const digits = [phone.number.replace(/\D/g, ''), phone.extension];
  for (let start = 0; start + PHONE_PIECE_LENGTH <= pin.length; start += 1) {
    const piece = pin.slice(start, start + PHONE_PIECE_LENGTH);
    if (digits.some((text) => text.includes(piece))) return true;
  }
  return false;
}

type PinText = (limit: number) => string;
const PIN_TEXTS = {
  not_digits: { en: () => 'Use digits only.', fr: () => 'Utilisez uniquement des chiffres.' },
  too_short: { en: (limit) => `Use at least ${limit} digits.`, fr: (limit) => `Utilisez au moins ${limit} chiffres.` },
  too_long: { en: (limit) => `Use at most ${limit} digits.`, fr: (limit) => `Utilisez au plus ${limit} chiffres.` },
  same_digits: {
    en: () => 'Do not use the same digit three times in a row.',
    fr: () => 'N’utilisez pas trois fois de suite le même chiffre.',
  },
  sequential_digits: {
    en: () => 'Do not use three consecutive digits such as 345 or 543.',
    fr: () => 'N’utilisez pas trois chiffres consécutifs comme 345 ou 543.',
  },
  part_of_phone_number: {
    en: () => 'Do not use a part of your phone number.',
    fr: () => 'N’utilisez pas une partie de votre numéro de téléphone.',
  },
  too_common: {
    en: () => 'Choose a PIN that is harder to guess.',
    fr: () => 'Choisissez un code PIN plus difficile à deviner.',
  },
  used_recently: {
    en: () => 'Choose a PIN that you have not used recently.',
    fr: () => 'Choisissez un code PIN que vous n’avez pas utilisé récemment.',
  },
} as const satisfies Record<PinProblem['code'], Record<Language, PinText>>;

/** The sentence for the person who chooses the PIN. */
export function pinProblemText(problem: PinProblem, language: Language): string {
  return PIN_TEXTS[problem.code][language]('limit' in problem ? problem.limit : 0);
}
