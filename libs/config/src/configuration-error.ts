/** What a process exits with when its configuration is wrong: EX_CONFIG of sysexits.h. */
export const CONFIGURATION_EXIT_CODE = 78;

/** One variable that is missing or wrong. */
export interface ConfigurationProblem {
  /** The environment variable, or several joined by a comma when they contradict each other. */
  readonly variable: string;
  /** What is wrong, as the end of a sentence that begins with the variable's name. Never the value of a secret. */
  readonly problem: string;
  /** A line that would be accepted, where one is known. */
  readonly example: string | undefined;
}

/**
 * The configuration cannot be used. It lists every problem, so that an operator corrects all of them in one go.
 * The message is meant for a terminal: one line per problem.
 */
export class ConfigurationError extends Error {
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    super([headline(problems.length), ...problems.map(lineOf)].join('\n'));
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

function headline(count: number): string {
  return count === 1 ? 'The configuration has a problem:' : `The configuration has ${count} problems:`;
}

function lineOf({ variable, problem, example }: ConfigurationProblem): string {
  const hint = example === undefined ? '' : ` Example: ${example}`;
  return `  ${variable} ${problem}.${hint}`;
}
