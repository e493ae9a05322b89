import { DomainError } from '@countersign/errors';
import type { Output } from '../output/output.ts';
import type { Prompt } from './prompt.ts';

/** How a secret was asked for on the command line. */
export interface SecretOption {
  /** What `--password` got: text, `true` without text, undefined when it was not given. */
  readonly value: string | boolean | undefined;
  /** Whether `--password-stdin` was given. */
  readonly fromStdin: boolean | undefined;
  /** The option's name without dashes, for messages: "password". */
  readonly name: string;
}

/**
 * A secret from standard input, from a hidden prompt, or, with a warning, from the command line (where every account of
 * the machine can read it while the command runs, and the shell's history for ever). Undefined when none was asked for.
 */
export async function readSecret(option: SecretOption, prompt: Prompt, output: Output): Promise<string | undefined> {
  if (option.fromStdin === true) {
    if (option.value !== undefined) {
      throw new DomainError('invalid_request', `Give --${option.name} or --${option.name}-stdin, not both.`);
    }
    return await prompt.readAll();
  }
  if (typeof option.value === 'string') {
    output.note(`Warning: a ${option.name} on the command line is seen by others; use --${option.name}-stdin.`);
    return option.value;
  }
  if (option.value !== true) return undefined;
  const first = await prompt.askHidden(`New ${option.name}: `);
  const second = await prompt.askHidden(`The same again: `);
  if (first !== second) throw new DomainError('invalid_request', `The two entries of the ${option.name} differ.`);
  return first;
}
