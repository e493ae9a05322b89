import { SecretBytes } from '@countersign/errors';
import { z } from 'zod';

// Control characters, and those that reorder or hide text: a name must read as it is stored.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
// Half of a surrogate pair, and what a decoder puts in place of octets that are no text.
const NO_TEXT = /[\p{Surrogate}\ufffd]/u;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One line of text, at most `max` characters; may be empty unless `min` says otherwise. */
export function text({ min = 0, max = 256 }: { min?: number; max?: number } = {}) {
  return z
    .string({ error: 'must be text' })
    .max(max, `must have at most ${max} characters`)
    .refine((value) => !NO_TEXT.test(value), {
      error: 'holds octets or half characters that are no Unicode text',
      abort: true,
    })
    .refine((value) => !UNSEEN.test(value), { error: 'holds control characters or invisible signs', abort: true })
    .transform((value) => value.trim())
    .refine((value) => value.length >= min, {
      error: min === 1 ? 'must not be empty' : `must have at least ${min} characters`,
    });
}

/** Some text, as {@link text}, that must be there. */
export function requiredText(max = 256) {
  return text({ min: 1, max });
}

/** Text of several lines (templates in settings). */
export function multilineText(max: number) {
  return z
    .string({ error: 'must be text' })
    .max(max, `must have at most ${max} characters`)
    .refine((value) => !NO_TEXT.test(value) && !value.includes('\u0000'), {
      error: 'holds octets or half characters that are no Unicode text',
    });
}

/** A secret as typed: nothing is trimmed; empty when it was not given. */
export function secret({ max = 128 }: { max?: number } = {}) {
  return z
    .string({ error: 'must be text' })
    .refine((value) => Buffer.byteLength(value, 'utf8') <= max, {
      error: `must have at most ${max} octets`,
      abort: true,
    })
    .refine((value) => !NO_TEXT.test(value) && !value.includes('\u0000'), {
      error: 'holds a NUL, or octets that are no Unicode text',
    })
    .transform((value) => (value === '' ? undefined : SecretBytes.fromText(value)));
}

/** A whole number from `min` to `max`; negative ones of the wire are refused unless `min` allows them. */
export function count({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}) {
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
  return z
    .number({ error: `must be a whole number, ${range}` })
    .refine((value) => Number.isSafeInteger(value) && value >= min && value <= max, {
      error: `must be a whole number, ${range}`,
    });
}

/** One of `values`, or empty where that means "not given" (then undefined). */
export function wordOrEmpty<const T extends readonly string[]>(values: T) {
  const words = values.join(', ');
  return z
    .string({ error: `must be one of ${words}` })
    .refine((value) => value === '' || values.includes(value), { error: `must be one of ${words}` })
    .transform((value): T[number] | undefined => (value === '' ? undefined : value));
}

/** A list of distinct texts. */
export function texts({ maxItems = 100, max = 256 }: { maxItems?: number; max?: number } = {}) {
  return z
    .array(requiredText(max), { error: 'must be a list' })
    .max(maxItems, `must have at most ${maxItems} entries`)
    .transform((values) => [...new Set(values)]);
}

/** A record's id as we make them. */
export function recordId() {
  return z
    .string({ error: 'must be an id' })
    .transform((value) => value.toLowerCase())
    .refine((value) => UUID.test(value), { error: 'must be an id such as 0192f0c4-…, as the lists show it' });
}

/** True for the form that our ids have. */
export function isRecordId(value: string): boolean {
  return UUID.test(value);
}

/** The content of a file. */
export function fileContent({ maxOctets }: { maxOctets: number }) {
  return z
    .instanceof(Uint8Array, { error: 'must be the content of a file' })
    .refine((value) => value.length > 0, { error: 'is empty' })
    .refine((value) => value.length <= maxOctets, {
      error: `must have at most ${Math.floor(maxOctets / 1_048_576)} MB; split the file`,
    });
}
