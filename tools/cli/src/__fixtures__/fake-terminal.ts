import type { ExitCode } from '../output/exit-code.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { runProgram } from '../program.ts';

/** What a command wrote, asked and ended with. */
export interface CommandRun {
  readonly out: string;
  readonly err: string;
  readonly code: ExitCode | undefined;
  /** What was asked of the person. */
  readonly questions: readonly string[];
}

/** How a command is run. */
export interface RunOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What the person at the terminal answers, in order; left out: nobody is there. */
  readonly answers?: readonly string[];
  /** What standard input holds. */
  readonly stdin?: string;
}

/** Runs a command line as a terminal would. */
export async function runCommand(args: readonly string[], options: RunOptions = {}): Promise<CommandRun> {
  let out = '';
  let err = '';
  let code: ExitCode | undefined;
  const prompt = new FakePrompt(options);
  await runProgram(
    {
      out: { write: (text) => (out += text) },
      err: { write: (text) => (err += text) },
      prompt,
      signal: new AbortController().signal,
      environment: options.environment ?? {},
      exitWith: (value) => {
        code = value;
      },
    },
    args,
  );
  return { out, err, code, questions: prompt.questions };
}

class FakePrompt implements Prompt {
  readonly isInteractive: boolean;
  readonly questions: string[] = [];
  readonly #answers: string[];
  readonly #stdin: string;

  constructor({ answers, stdin = '' }: RunOptions) {
    this.isInteractive = answers !== undefined;
    this.#answers = [...(answers ?? [])];
    this.#stdin = stdin;
  }

  async ask(question: string): Promise<string> {
    this.questions.push(question);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`nobody answers "${question}"`);
    return await Promise.resolve(answer);
  }

  async askHidden(question: string): Promise<string> {
    return await this.ask(question);
  }

  async readAll(): Promise<string> {
    return await Promise.resolve(this.#stdin);
  }
}
