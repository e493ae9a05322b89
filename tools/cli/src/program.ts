import { Command, CommanderError } from 'commander';
import { registerAdministrators } from './commands/administrators/index.ts';
import { registerAuthenticators } from './commands/authenticators/index.ts';
import { registerDoctor } from './commands/doctor/index.ts';
import { registerInbox } from './commands/inbox/index.ts';
import { registerJournal } from './commands/journal/index.ts';
import { registerKeys } from './commands/keys/index.ts';
import { registerRadiusClients } from './commands/radius-clients/index.ts';
import { registerServers } from './commands/servers/index.ts';
import { registerSettings } from './commands/settings/index.ts';
import { registerSetup } from './commands/setup/index.ts';
import { registerTry } from './commands/try/index.ts';
import { registerUsers } from './commands/users/index.ts';
import { EXIT_CODE_HELP, ExitCode } from './output/exit-code.ts';
import { runnerOn, type Terminal } from './run-command.ts';

/** The whole command line on a terminal. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('countersign')
    .description('Operates Countersign, the multi-factor authentication server')
    .version('0.1.0', '-V, --version', 'print the version')
    .option('--json', 'print JSON instead of tables')
    .option('--yes', 'do not ask before dangerous acts')
    .option('--operator <name>', 'name for the journal; otherwise the account that runs the command')
    .option('--idempotency-key <key>', 'of an earlier try of the same change, so that it is made once')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', `\n${EXIT_CODE_HELP}\n`)
    .showHelpAfterError('Add --help for the options and examples.');
  const run = runnerOn(terminal);
  for (const register of [
    registerUsers,
    registerAuthenticators,
    registerRadiusClients,
    registerSettings,
    registerServers,
    registerJournal,
    registerKeys,
    registerAdministrators,
    registerSetup,
    registerTry,
    registerInbox,
    registerDoctor,
  ]) {
    register(program, run);
  }
  settle(program, terminal);
  return program;
}

/** Runs one command line (without the program's own name); never throws for what a person did wrong. */
export async function runProgram(terminal: Terminal, args: readonly string[]): Promise<void> {
  try {
    await createProgram(terminal).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end this way, too, with 0; everything else that commander refuses is wrong usage.
    terminal.exitWith(error.exitCode === 0 ? ExitCode.done : ExitCode.usage);
  }
}

/** Every command writes to the terminal given, and throws instead of ending the process. */
function settle(command: Command, terminal: Terminal): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void terminal.out.write(text),
    writeErr: (text) => void terminal.err.write(text),
  });
  for (const child of command.commands) settle(child, terminal);
}
