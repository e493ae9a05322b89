import { ConfigurationError } from '@countersign/config';
import { errorCatalogue, isDomainError } from '@countersign/errors';
import { ExitCode, exitCodeOf } from './exit-code.ts';
import type { Output } from './output.ts';

/** An error as people and programs get it. */
export interface Problem {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly whatToDo: string;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly exitCode: ExitCode;
}

/** Says what happened, why and what to do; `repeatKey` is the idempotency key of a change whose outcome is unknown. */
export function problemOf(error: unknown, repeatKey: string): Problem {
  if (isDomainError(error)) return problemOfDomainError(error, repeatKey);
  if (error instanceof ConfigurationError) {
    return {
      ...EMPTY,
      code: 'configuration',
      what: error.message,
      whatToDo: 'Set the variables named above.',
      exitCode: ExitCode.usage,
    };
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : 'An unknown fault.';
  return {
    ...EMPTY,
    code: 'internal',
    what,
    why: errorCatalogue.internal.meaning,
    whatToDo: 'Report it with the command that was used.',
  };
}

/** Writes a problem to standard error, in JSON too, so that standard output holds results only. */
export function showProblem(output: Output, problem: Problem): void {
  if (output.isJson) {
    output.note(JSON.stringify({ error: { ...problem, exitCode: undefined } }));
    return;
  }
  output.note(`Error: ${problem.what}`);
  if (problem.why !== '') output.note(`  Why: ${problem.why}`);
  if (problem.whatToDo !== '') output.note(`  What to do: ${problem.whatToDo}`);
}

const EMPTY: Problem = {
  code: '',
  what: '',
  why: '',
  whatToDo: '',
  field: undefined,
  retryAfterSeconds: undefined,
  exitCode: ExitCode.fault,
};

function problemOfDomainError(
  error: Error & {
    code: keyof typeof errorCatalogue;
    field: string | undefined;
    retryAfterSeconds: number | undefined;
  },
  repeatKey: string,
): Problem {
  const { meaning, remedy } = errorCatalogue[error.code];
  const wait = error.retryAfterSeconds === undefined ? '' : ` Try again in ${error.retryAfterSeconds} s.`;
  const repeat =
    error.code === 'write_outcome_unknown' ? ` Here: repeat the command with --idempotency-key ${repeatKey}` : '';
  return {
    code: error.code,
    what: error.message,
    why: meaning === error.message ? '' : meaning,
    whatToDo: `${remedy}${wait}${repeat}`,
    field: error.field,
    retryAfterSeconds: error.retryAfterSeconds,
    exitCode: exitCodeOf[error.code],
  };
}
