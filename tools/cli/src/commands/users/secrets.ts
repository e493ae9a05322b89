import { usersV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import { readSecret } from '../../prompt/secret-option.ts';
import type { Run } from '../../session.ts';

interface PasswordOptions {
  readonly password?: string;
  readonly passwordStdin?: boolean;
  readonly clear?: boolean;
}

interface PinOptions {
  readonly pin?: string | boolean;
  readonly pinStdin?: boolean;
  readonly changeRequired?: boolean;
  readonly oathMode?: boolean;
}

/** `users set-password`, `users set-pin` */
export function registerUsersSecrets(users: Command, run: Run): void {
  registerSetPassword(users, run);
  registerSetPin(users, run);
}

function registerSetPassword(users: Command, run: Run): void {
  const command = users
    .command('set-password <user>')
    .description('Set the local password; it is asked for unless an option gives it')
    .option('--password <text>', 'the password (others can see it here)')
    .option('--password-stdin', 'the password from standard input')
    .option('--clear', 'remove the local password')
    .action(
      run(async ({ core, output, prompt }, user: string, options: PasswordOptions) => {
        const value = options.password ?? (options.passwordStdin === true ? undefined : true);
        const secret = { value, fromStdin: options.passwordStdin, name: 'password' };
        const password = options.clear === true ? '' : await readSecret(secret, prompt, output);
        if (options.clear !== true && (password ?? '') === '')
          throw new DomainError('invalid_request', 'The password is empty.');
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        await client.setUserPassword({ user, password: password ?? '' }, core.changing());
        const words = options.clear === true ? 'has no local password any more' : 'has a new local password';
        output.result({ user, hasPassword: options.clear !== true }, () => output.line(`${user} ${words}.`));
      }),
    );
  withExamples(
    command,
    'users set-password alice',
    'printf %s "$PASSWORD" | countersign users set-password alice --password-stdin',
  );
}

function registerSetPin(users: Command, run: Run): void {
  const command = users
    .command('set-pin <user>')
    .description('Set the PIN; without a PIN one is made and shown once')
    .option('--pin [digits]', 'the PIN; without digits it is asked for')
    .option('--pin-stdin', 'the PIN from standard input')
    .option('--change-required', 'the user must choose another one at the next occasion')
    .option('--oath-mode', 'OATH codes of this user are entered as PIN followed by code')
    .action(
      run(async ({ core, output, prompt }, user: string, options: PinOptions) => {
        const secret = { value: options.pin, fromStdin: options.pinStdin, name: 'pin' };
        const pin = await readSecret(secret, prompt, output);
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        const request = {
          user,
          pin: pin ?? '',
          isChangeRequired: options.changeRequired ?? false,
          useOathPinMode: options.oathMode ?? false,
        };
        const { generatedPin } = await client.setUserPin(request, core.changing());
        output.result({ user, generatedPin }, () => {
          output.line(`${user} has a new PIN.`);
          if (generatedPin !== '') output.line(`It is shown this once: ${generatedPin}`);
        });
      }),
    );
  withExamples(command, 'users set-pin alice --oath-mode --change-required', 'users set-pin alice --pin');
}
