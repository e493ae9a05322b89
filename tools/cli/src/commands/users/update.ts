import { usersV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { type Command, Option } from 'commander';
import { collect, collectPairs, withExamples } from '../../options.ts';
import type { Run, Session } from '../../session.ts';
import { showUser } from './show-user.ts';

interface UpdateOptions {
  readonly userName?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly mail?: string;
  readonly description?: string;
  readonly alias?: readonly string[];
  readonly group?: readonly string[];
  readonly tag?: readonly string[];
  readonly language?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly clear?: readonly string[];
}

const CLEARABLE = [
  'aliases',
  'groups',
  'tags',
  'languages',
  'first_name',
  'last_name',
  'mail',
  'description',
  'default_method',
];

/** `users update`, `users enable`, `users disable` */
export function registerUsersUpdate(users: Command, run: Run): void {
  const command = users
    .command('update <user>')
    .description('Change a user; lists (aliases, groups, tags, languages) are replaced as a whole')
    .option('--user-name <text>', 'a new user name')
    .option('--first-name <text>', 'first name')
    .option('--last-name <text>', 'last name')
    .option('--mail <address>', 'mail address')
    .option('--description <text>', 'a remark')
    .option('--alias <name>', 'another name of this user (repeatable)', collect)
    .option('--group <name>', 'group (repeatable)', collect)
    .option('--tag <text>', 'tag (repeatable)', collect)
    .option('--language <channel=language>', 'call, text, app or oath = en or fr (repeatable)', collectPairs)
    .option('--method <method>', 'default method: totp, hotp or text_message')
    .addOption(new Option('--clear <field...>', 'make these empty').choices(CLEARABLE))
    .action(
      run(async (session, user: string, options: UpdateOptions) => {
        const { mask, fields } = changesOf(options);
        if (mask.length === 0) throw new DomainError('invalid_request', 'Nothing to change was given; see --help.');
        await update(session, user, mask, fields);
      }),
    );
  withExamples(
    command,
    'users update alice --mail alice@example.org',
    'users update bob --group staff --group vpn',
    'users update bob --clear tags mail',
  );

  for (const [name, isEnabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    const toggle = users
      .command(`${name} <user>`)
      .description(isEnabled ? 'Let a user sign in again' : 'Refuse every sign-in of a user, from now on')
      .action(run(async (session, user: string) => await update(session, user, ['is_enabled'], { isEnabled })));
    withExamples(toggle, `users ${name} alice`);
  }
}

async function update(session: Session, user: string, mask: string[], fields: Partial<usersV1.User>): Promise<void> {
  const { core, output, now } = session;
  const client = await core.service(usersV1.UserAdministrationServiceDefinition);
  const before = (await client.getUser({ user }, core.reading())).user;
  const request = usersV1.UpdateUserRequest.fromPartial({
    user: before?.id ?? user,
    version: before?.version ?? 0,
    updateMask: mask,
    fields,
  });
  const response = await client.updateUser(request, core.changing());
  output.result(response.user, () => {
    if (response.user !== undefined) showUser(output, response.user, now());
  });
}

function changesOf(options: UpdateOptions): { mask: string[]; fields: Partial<usersV1.User> } {
  const given: readonly (readonly [string, keyof usersV1.User, unknown])[] = [
    ['user_name', 'userName', options.userName],
    ['first_name', 'firstName', options.firstName],
    ['last_name', 'lastName', options.lastName],
    ['mail', 'mail', options.mail],
    ['description', 'description', options.description],
    ['aliases', 'aliases', options.alias],
    ['groups', 'groups', options.group],
    ['tags', 'tags', options.tag],
    ['languages', 'languages', options.language],
    ['default_method', 'defaultMethod', options.method],
  ];
  const set = given.filter(([, , value]) => value !== undefined);
  // A field of the mask without a value is empty on the wire, which is what clearing means.
  const mask = [...new Set([...set.map(([name]) => name), ...(options.clear ?? [])])];
  return { mask, fields: Object.fromEntries(set.map(([, key, value]) => [key, value])) as Partial<usersV1.User> };
}
