import { readFileSync } from 'node:fs';
import { parseHostPort } from '@countersign/config';
import { DomainError } from '@countersign/errors';
import { SharedSecret } from '@countersign/radius';
import type { Command } from 'commander';
import { collect, withExamples, wholeNumber } from '../../options.ts';
import { ExitCode } from '../../output/exit-code.ts';
import type { Run, Session } from '../../session.ts';
import type { RadiusTarget } from '../../radius/radius-client.ts';
import { demoHints, type DemoHints } from './demo-hints.ts';
import { signIn } from './sign-in.ts';

interface TryOptions {
  readonly server?: string;
  readonly secretFile?: string;
  readonly password?: string;
  readonly passwordStdin?: boolean;
  readonly code?: string;
  readonly attribute?: readonly string[];
  readonly timeout: number;
  readonly tries: number;
}

/** `try radius` */
export function registerTryRadius(parent: Command, run: Run): void {
  const command = parent
    .command('radius <user-name>')
    .description('Sign in over RADIUS: shows the challenge, takes the code, prints the attributes of the reply')
    .option('--server <host:port>', 'the gateway; otherwise that of the local stack')
    .option('--secret-file <file>', 'file with the shared secret; otherwise that of the local stack')
    .option('--password <text>', 'the password; otherwise it is asked for')
    .option('--password-stdin', 'the password from standard input')
    .option('--code <digits>', 'answer to the first challenge; otherwise it is asked for')
    .option('--attribute <Name=value>', 'one more attribute of the request (repeatable)', collect)
    .option('--timeout <seconds>', 'of one try', wholeNumber(1, 60), 10)
    .option('--tries <count>', 'how often the request is sent', wholeNumber(1, 10), 3)
    .action(
      run(async (session, userName: string, options: TryOptions) => {
        const { target, secretFile } = targetOf(session, options);
        const hints = session.prompt.isInteractive ? demoHints(session.stack?.demoFile, userName) : undefined;
        const password = await passwordOf(session, options, hints);
        const isAccepted = await signIn(session, {
          target,
          secretFile,
          userName,
          password,
          firstCode: options.code,
          hintAtCode: hints?.code,
          attributes: options.attribute ?? [],
        });
        return isAccepted ? ExitCode.done : ExitCode.refused;
      }),
    );
  withExamples(
    command,
    'try radius alice',
    'try radius alice --server 192.0.2.1:1812 --secret-file secret.txt --attribute NAS-Identifier=vpn-1',
  );
}

function targetOf({ stack }: Session, options: TryOptions): { target: RadiusTarget; secretFile: string } {
  const address = options.server === undefined ? stack?.radius?.authentication[0] : parseHostPort(options.server, 1812);
  const secretFile = options.secretFile ?? stack?.radius?.secretFile;
  if (address === undefined || secretFile === undefined) {
    throw new DomainError(
      'invalid_request',
      'It is not known where the gateway is: start the stack with npm start, or give --server and --secret-file.',
    );
  }
  const secret = SharedSecret.fromText(readSecretFile(secretFile));
  const { timeout, tries } = options;
  return { target: { ...address, secret, tries, timeoutMilliseconds: timeout * 1000 }, secretFile };
}

function readSecretFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    throw new DomainError('invalid_request', `The secret file ${path} cannot be read.`, { cause });
  }
}

async function passwordOf(
  { prompt, output }: Session,
  options: TryOptions,
  hints: DemoHints | undefined,
): Promise<string> {
  if (options.passwordStdin === true) return await prompt.readAll();
  if (options.password !== undefined) {
    output.note('Warning: a password on the command line is seen by others; use --password-stdin.');
    return options.password;
  }
  if (hints !== undefined) output.note(`Demonstration: the password is ${hints.password}`);
  return await prompt.askHidden('Password (or code, where the client takes only that): ');
}
