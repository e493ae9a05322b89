import { randomUUID } from 'node:crypto';
import type { Environment } from '@countersign/config';
import { DomainError } from '@countersign/errors';
import type { RpcAddress, TlsSource } from '@countersign/rpc';
import { Command } from 'commander';
import { accountName, type CliConfig, readConfig } from './config.ts';
import { CONNECT_ADVICE, connectionOf } from './core/connection.ts';
import type { Core } from './core/core.ts';
import { GrpcCore } from './core/grpc-core.ts';
import { readStackFile, type StackFile } from './core/stack-file.ts';
import { staticTls } from './core/static-tls.ts';
import { ExitCode } from './output/exit-code.ts';
import { problemOf, showProblem } from './output/problem.ts';
import { TerminalOutput, type Sink } from './output/terminal-output.ts';
import type { Prompt } from './prompt/prompt.ts';
import type { Act, Run, Session } from './session.ts';

/** The process as the command line sees it. */
export interface Terminal {
  readonly out: Sink;
  readonly err: Sink;
  readonly prompt: Prompt;
  readonly signal: AbortSignal;
  /** Variables; by default those of the process. */
  readonly environment?: Environment;
  /** Sets what the process ends with. */
  exitWith(code: ExitCode): void;
}

interface GlobalOptions {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly operator?: string;
  readonly idempotencyKey?: string;
}

const KEY = /^[A-Za-z0-9_-]{8,64}$/;

/** How the actions of all commands run on `terminal`. */
export function runnerOn(terminal: Terminal): Run {
  return (act) =>
    async (...args) => {
      const command = args.at(-1);
      if (!(command instanceof Command)) throw new TypeError('the last argument of an action is its command');
      const options: GlobalOptions = command.optsWithGlobals();
      const output = new TerminalOutput(options.json === true, terminal.out, terminal.err);
      const idempotencyKey = options.idempotencyKey ?? randomUUID();
      try {
        const session = openSession(terminal, output, options, idempotencyKey);
        try {
          terminal.exitWith(await perform(act, session, args));
        } finally {
          session.core.close();
        }
      } catch (error) {
        terminal.exitWith(sayNo(error, terminal, output, idempotencyKey));
      }
    };
}

async function perform<Arguments extends readonly unknown[]>(
  act: Act<Arguments>,
  session: Session,
  args: [...Arguments, ...unknown[]],
): Promise<ExitCode> {
  // What commander passes beyond the arguments (its options, the command) is what the act asks for, or ignores.
  return (await act(session, ...(args as unknown as Arguments))) ?? ExitCode.done;
}

function sayNo(error: unknown, terminal: Terminal, output: TerminalOutput, idempotencyKey: string): ExitCode {
  if (terminal.signal.aborted) return ExitCode.interrupted;
  const problem = problemOf(error, idempotencyKey);
  showProblem(output, problem);
  return problem.exitCode;
}

function openSession(
  terminal: Terminal,
  output: TerminalOutput,
  options: GlobalOptions,
  idempotencyKey: string,
): Session {
  if (!KEY.test(idempotencyKey)) {
    throw new DomainError('invalid_request', 'An idempotency key has 8 to 64 letters, digits, "-" or "_".');
  }
  const config = readConfig(terminal.environment);
  const stack = config.STACK_FILE === undefined ? undefined : readStackFile(config.STACK_FILE);
  const operator = options.operator ?? config.OPERATOR ?? accountName();
  const core = new LazyCore(() => {
    const onSkipped = (remark: string): void => output.note(`Note: ${remark}; used the next server.`);
    return new GrpcCore({ ...coreOf(config, stack), operator, idempotencyKey, onSkipped });
  });
  const { prompt, signal } = terminal;
  return { core, output, prompt, config, stack, isYes: options.yes === true, now: () => Date.now(), signal };
}

function coreOf(config: CliConfig, stack: StackFile | undefined): { addresses: readonly RpcAddress[]; tls: TlsSource } {
  const connection = connectionOf(config, stack);
  if (connection === undefined) {
    throw new DomainError('invalid_request', `It is not known where the servers are. ${CONNECT_ADVICE}`);
  }
  return { addresses: connection.addresses, tls: staticTls(connection.tls) };
}

/** Commands that need no server (inbox, try, parts of doctor) work without a configured one. */
class LazyCore implements Core {
  readonly #make: () => GrpcCore;
  #made: GrpcCore | undefined;

  constructor(make: () => GrpcCore) {
    this.#make = make;
  }

  readonly service: Core['service'] = async (definition) => await this.#core().service(definition);
  readonly reading: Core['reading'] = () => this.#core().reading();
  readonly changing: Core['changing'] = () => this.#core().changing();
  readonly lengthy: Core['lengthy'] = () => this.#core().lengthy();

  close(): void {
    this.#made?.close();
  }

  #core(): GrpcCore {
    this.#made ??= this.#make();
    return this.#made;
  }
}
