import { expect } from '@jest/globals';
import type { Product } from './product.ts';

/** A command in both forms. A change may be asked for twice: what it leads to is the same. */
export interface CommandCase {
  readonly args: readonly string[];
  /** What people read. */
  readonly human: RegExp;
  /** What programs read. */
  readonly json: unknown;
  readonly input?: string;
  /** Exit code; 0 unless told otherwise. */
  readonly code?: number;
}

/** Runs a command once for people and once for programs, and expects what {@link CommandCase} says of each. */
export async function expectBothForms(
  { stack }: Product,
  { args, human, json, input, code = 0 }: CommandCase,
): Promise<void> {
  const forPeople = await stack.cli(args, input);
  expect({ code: forPeople.code, stdout: forPeople.stdout, stderr: forPeople.stderr }).toEqual({
    code,
    stdout: expect.stringMatching(human),
    stderr: expect.not.stringContaining('Error'),
  });
  expect(await stack.cli([...args, '--json'], input)).toMatchObject({ code, json });
}
