import type { ValueTransformer } from 'typeorm';

/**
 * The value of a `bigint` column, of `count(*)` or of `sum()` as a number. The driver gives such values as text, so that
 * `'10' + 1` would be `'101'`: every one of them passes here.
 *
 * @throws RangeError for what is no whole number below 2^53, instead of a silently rounded one
 */
export function wholeNumber(value: unknown): number {
  const number = typeof value === 'number' ? value : Number(toText(value));
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a whole number below 2^53: ${toText(value)}`);
  return number;
}

/** {@link wholeNumber} for a column that may be null. */
export function wholeNumberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : wholeNumber(value);
}

/** Makes a `bigint` column of a record a number. */
export const bigintColumn: ValueTransformer = {
  to: (value: unknown) => value,
  from: wholeNumberOrNull,
};

/** Empty text would become 0: it is refused like any other text that is not a number. */
function toText(value: unknown): string {
  const text = typeof value === 'bigint' || typeof value === 'string' ? String(value) : JSON.stringify(value);
  return text === '' ? 'empty text' : text;
}
