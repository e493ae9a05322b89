import { DomainError } from '@countersign/errors';

/** One thing that is wrong with a value from outside. */
export interface Problem {
  /** Where: the name of the field, as the caller wrote it ("trusted_networks[2]"). */
  readonly field: string;
  /** What kind of problem, stable for programs: "too_long", "unknown_value". */
  readonly code: string;
  /** A whole sentence for the person who sent it: what is wrong and what would be right. Holds no secret. */
  readonly message: string;
}

/** What came of reading a value from outside: the value, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** A value that was read without a problem. */
export function valid<T>(value: T): Parsed<T> {
  return { kind: 'valid', value };
}

/** A value that cannot be used, for these reasons. */
export function invalid(...problems: readonly Problem[]): { kind: 'invalid'; problems: readonly Problem[] } {
  return { kind: 'invalid', problems };
}

/** The refusal that names every problem: code `invalid_request`, field of the first one. */
export function problemsError(problems: readonly Problem[]): DomainError {
  const message = problems.map((problem) => problem.message).join(' ');
  return new DomainError('invalid_request', message, { field: problems[0]?.field });
}

/** The value, or {@link problemsError}. */
export function valueOrThrow<T>(parsed: Parsed<T>): T {
  if (parsed.kind === 'invalid') throw problemsError(parsed.problems);
  return parsed.value;
}
