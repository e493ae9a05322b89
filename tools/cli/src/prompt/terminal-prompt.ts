import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { DomainError } from '@countersign/errors';
import type { Prompt } from './prompt.ts';

const MAX_INPUT = 4096;

/** Asks on standard error, so that standard output holds results only. */
export class TerminalPrompt implements Prompt {
  readonly #input: ReadStream;
  readonly #output: NodeJS.WritableStream;

  constructor(input: ReadStream, output: NodeJS.WritableStream) {
    this.#input = input;
    this.#output = output;
  }

  get isInteractive(): boolean {
    return this.#input.isTTY === true;
  }

  async ask(question: string): Promise<string> {
    return await this.#question(question, this.#output);
  }

  async askHidden(question: string): Promise<string> {
    this.#refuseWithoutPerson();
    this.#output.write(question);
    // The line editor echoes what is typed to its output, so it gets one that keeps nothing.
    const answer = await this.#question('', new Writable({ write: (_chunk, _encoding, done) => done() }));
    this.#output.write('\n');
    return answer;
  }

  async readAll(): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.#input) {
      const octets = Buffer.from(chunk as Uint8Array);
      length += octets.length;
      if (length > MAX_INPUT) throw new DomainError('invalid_request', 'Standard input holds more than a secret.');
      chunks.push(octets);
    }
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, '');
  }

  async #question(question: string, output: NodeJS.WritableStream): Promise<string> {
    this.#refuseWithoutPerson();
    const lines = createInterface({ input: this.#input, output, terminal: true });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  }

  #refuseWithoutPerson(): void {
    if (this.isInteractive) return;
    throw new DomainError('invalid_request', 'There is nobody to ask: standard input is not a terminal.');
  }
}
