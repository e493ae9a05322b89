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

/** Text that is not plainly an integer (empty text would count as 0) stays what it is, and is refused. */
function toText(value: unknown): string {
  const text = String(value);
  return /^-?\d{1,16}$/.test(text) && !Array.isArray(value) ? text : `"${text}"`;
}
