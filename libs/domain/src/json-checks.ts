import { invalid, type Parsed, type Problem, valid } from './problem.ts';

/** What a form needs to know of a value to offer the right field for it. */
export type ValueShape =
  | { readonly kind: 'whole_number'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'text' }
  | { readonly kind: 'list'; readonly choices: readonly string[]; readonly maximum: number };

/** Reads a value that came as JSON; `field` is its name in messages. */
export interface Check<T> {
  (value: unknown, field: string): Parsed<T>;
  readonly shape?: ValueShape;
}

function shaped<T>(check: (value: unknown, field: string) => Parsed<T>, shape: ValueShape): Check<T> {
  return Object.assign(check, { shape });
}

/** A whole number within bounds, given as a number: "5" and 5.0e0 differ in JSON, and so they do here. */
export function wholeNumber(minimum: number, maximum: number): Check<number> {
  return shaped<number>(
    (value, field) =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum && value <= maximum
        ? valid(value)
        : refused(field, 'out_of_range', `must be a whole number from ${minimum} to ${maximum}`, value),
    { kind: 'whole_number', minimum, maximum },
  );
}

/** True or false. */
export const flag: Check<boolean> = shaped<boolean>(
  (value, field) =>
    typeof value === 'boolean' ? valid(value) : refused(field, 'not_a_flag', 'must be true or false', value),
  { kind: 'flag' },
);

/** One of a closed list of words. */
export function oneOf<T extends string | number>(...words: readonly T[]): Check<T> {
  return shaped<T>(
    (value, field) => {
      const word = words.find((candidate) => candidate === value);
      return word === undefined
        ? refused(field, 'unknown_value', `must be one of ${words.join(', ')}`, value)
        : valid(word);
    },
    { kind: 'choice', choices: words.map(String) },
  );
}

/** A text; `read` decides what it means and what is wrong with it. */
export function textThat<T>(read: (text: string, field: string) => Parsed<T>): Check<T> {
  return shaped<T>(
    (value, field) =>
      typeof value === 'string' ? read(value, field) : refused(field, 'not_a_text', 'must be a text', value),
    { kind: 'text' },
  );
}

/** A list of at most `maximum` values; all problems of all of them are named. */
export function listOf<T>(check: Check<T>, maximum: number): Check<readonly T[]> {
  const choices = check.shape?.kind === 'choice' ? check.shape.choices : [];
  return shaped<readonly T[]>(
    (value, field) => {
      if (!Array.isArray(value)) return refused(field, 'not_a_list', 'must be a list', value);
      if (value.length > maximum) {
        return refused(field, 'too_long', `must hold at most ${maximum} values`, value.length);
      }
      const values: T[] = [];
      const problems: Problem[] = [];
      for (const [index, item] of value.entries()) {
        const parsed = check(item, `${field}[${index}]`);
        if (parsed.kind === 'valid') values.push(parsed.value);
        else problems.push(...parsed.problems);
      }
      return problems.length === 0 ? valid(values) : invalid(...problems);
    },
    { kind: 'list', choices, maximum },
  );
}

/**
 * An object with exactly these fields; those that are absent or null take their default. A field that nobody knows is a
 * problem: a rule that is misspelt would otherwise silently not hold.
 */
export function objectOf<T extends object>(checks: { readonly [K in keyof T]-?: Check<T[K]> }, defaults: T): Check<T> {
  return (value, field) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refused(field, 'not_an_object', 'must be an object', value);
    }
    const names = Object.keys(checks) as (keyof T & string)[];
    const result: T = { ...defaults };
    const problems: Problem[] = unknownFields(value, names, field);
    for (const name of names) {
      const given: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
      if (given === undefined || given === null) continue;
      const parsed = checks[name](given, pathOf(field, name));
      if (parsed.kind === 'valid') result[name] = parsed.value;
      else problems.push(...parsed.problems);
    }
    return problems.length === 0 ? valid(result) : invalid(...problems);
  };
}

/** The problem of a value that is not what it must be; shows the value when it is short and harmless. */
export function refused(field: string, code: string, rule: string, value: unknown): ReturnType<typeof invalid> {
  return invalid({ field, code, message: `${field} ${rule}${shown(value)}.` });
}

function unknownFields(value: object, names: readonly string[], field: string): Problem[] {
  const known = new Set(names);
  return Object.keys(value)
    .filter((name) => !known.has(name))
    .slice(0, 10)
    .flatMap(
      (name) => refused(pathOf(field, name.slice(0, 40)), 'unknown_field', 'is not known here', undefined).problems,
    );
}

function pathOf(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}

function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return `, not ${value}`;
  if (typeof value !== 'string') return '';
  const isHarmless = value.length <= 40 && /^[\P{C}]*$/u.test(value);
  return isHarmless ? `, not "${value}"` : '';
}
