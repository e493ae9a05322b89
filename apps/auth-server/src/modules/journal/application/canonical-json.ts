import type { Json } from './ports/journal-event.ts';

/**
 * JSON with the keys of every object sorted (by UTF-16 code units, as in RFC 8785) and without spaces: one text for one value, however
 * the database orders keys or writes numbers.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
