import type { CliConfig } from './config.ts';
import type { Core } from './core/core.ts';
import type { StackFile } from './core/stack-file.ts';
import type { ExitCode } from './output/exit-code.ts';
import type { Output } from './output/output.ts';
import type { Prompt } from './prompt/prompt.ts';

/** What one command works with. */
export interface Session {
  readonly core: Core;
  readonly output: Output;
  readonly prompt: Prompt;
  readonly config: CliConfig;
  /** What runs on this machine; undefined when no local stack does. */
  readonly stack: StackFile | undefined;
  /** True with --yes: dangerous acts do not ask. */
  readonly isYes: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborts on ctrl-C. */
  readonly signal: AbortSignal;
}

/** Does the work of a command; without a result the exit code is 0. */
export type Act<Arguments extends readonly unknown[]> = (
  session: Session,
  ...args: Arguments
) => Promise<ExitCode | undefined | void>;

/** Makes a commander action of an {@link Act}: opens the session, turns errors into words and an exit code. */
export type Run = <Arguments extends readonly unknown[]>(
  act: Act<Arguments>,
) => (...args: [...Arguments, ...unknown[]]) => Promise<void>;
