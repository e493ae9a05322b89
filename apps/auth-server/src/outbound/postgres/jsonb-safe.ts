import type { Json } from '../../modules/journal/application/ports/journal-event.ts';

/** `text` or `jsonb` of PostgreSQL cannot hold these: U+0000, and halves of a surrogate pair. */
const REFUSED = /\0|\p{Surrogate}/gu;

/** A text that PostgreSQL takes: without U+0000, halves of surrogate pairs replaced by U+FFFD. */
export function textSafe(text: string): string {
  return text.replaceAll(REFUSED, (found) => (found === '\0' ? '' : '\uFFFD'));
}

/** A copy of a JSON value that `jsonb` takes, keys included. What JSON cannot say becomes null. */
export function jsonbSafe(value: unknown): Json {
  if (typeof value === 'string') return textSafe(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map(jsonbSafe);
  if (typeof value !== 'object') return null;
  const safe = Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
    each === undefined ? [] : [[textSafe(key), jsonbSafe(each)] as const],
  );
  return Object.fromEntries(safe);
}
