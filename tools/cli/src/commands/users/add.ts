import { usersV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { collect, collectPairs, withExamples } from '../../options.ts';
import { readSecret } from '../../prompt/secret-option.ts';
import type { Run } from '../../session.ts';
import { showUser } from './show-user.ts';

interface AddOptions {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly mail?: string;
  readonly alias?: readonly string[];
  readonly group?: readonly string[];
  readonly tag?: readonly string[];
  readonly language?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly phone?: string;
  readonly description?: string;
  readonly password?: string | boolean;
  readonly passwordStdin?: boolean;
  readonly disabled?: boolean;
}

/** `users add` */
export function registerUsersAdd(users: Command, run: Run): void {
  const command = users
    .command('add <user-name>')
    .description('Add a user')
    .option('--first-name <text>', 'first name')
    .option('--last-name <text>', 'last name')
    .option('--mail <address>', 'mail address')
    .option('--alias <name>', 'another name that leads to this user: UPN or DOMAIN\\name (repeatable)', collect)
    .option('--group <name>', 'group, for reply attributes (repeatable)', collect)
    .option('--tag <text>', 'tag (repeatable)', collect)
    .option('--language <channel=language>', 'call, text, app or oath = en or fr (repeatable)', collectPairs)
    .option('--method <method>', 'default method: totp, hotp or text_message')
    .option('--phone <number>', 'phone for text messages, "+41791234567" or "+41791234567 x12"')
    .option('--description <text>', 'a remark')
    .option('--password [text]', 'local password; without text it is asked for')
    .option('--password-stdin', 'local password from standard input')
    .option('--disabled', 'may not sign in yet')
    .action(
      run(async (session, userName: string, options: AddOptions) => {
        const { core, output, prompt } = session;
        const secret = { value: options.password, fromStdin: options.passwordStdin, name: 'password' };
        const password = await readSecret(secret, prompt, output);
        const request = usersV1.AddUserRequest.fromPartial({ ...requestOf(userName, options), password });
        const users = await core.service(usersV1.UserAdministrationServiceDefinition);
        const { user } = await users.addUser(request, core.changing());
        if (user === undefined) return;
        output.result(user, () => {
          showUser(output, user, session.now());
          output.line('\nNext: countersign authenticators add-totp ' + user.userName);
        });
      }),
    );
  withExamples(
    command,
    'users add alice --mail alice@example.com --group staff --password',
    "users add bob --alias 'CONTOSO\\bob' --phone '+41791234567' --method text_message",
  );
}

function requestOf(userName: string, options: AddOptions) {
  return {
    userName,
    aliases: [...(options.alias ?? [])],
    firstName: options.firstName,
    lastName: options.lastName,
    mail: options.mail,
    isDisabled: options.disabled,
    groups: [...(options.group ?? [])],
    tags: [...(options.tag ?? [])],
    languages: options.language,
    defaultMethod: options.method,
    phone: options.phone,
    description: options.description,
  };
}
