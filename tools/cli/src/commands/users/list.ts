import { usersV1 } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { withExamples, wholeNumber } from '../../options.ts';
import { counted } from '../../output/format.ts';
import type { Run } from '../../session.ts';
import { standingOf } from './show-user.ts';

interface ListOptions {
  readonly search?: string;
  readonly state?: string;
  readonly group?: string;
  readonly limit: number;
}

const PAGE_SIZE = 200;

/** `users list` */
export function registerUsersList(users: Command, run: Run): void {
  const command = users
    .command('list')
    .description('List users by name')
    .option('--search <text>', 'part of a user name, alias, name or mail address')
    .addOption(new Option('--state <state>', 'only these').choices(['enabled', 'disabled']))
    .option('--group <name>', 'only members of this group')
    .option('--limit <count>', 'at most so many', wholeNumber(1, 1_000_000), 100)
    .action(
      run(async ({ core, output, now }, options: ListOptions) => {
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        const found: usersV1.User[] = [];
        let pageToken = '';
        do {
          const request = usersV1.ListUsersRequest.fromPartial({
            search: options.search,
            state: options.state,
            group: options.group,
            pageSize: Math.min(PAGE_SIZE, options.limit - found.length),
            pageToken,
          });
          const page = await client.listUsers(request, core.reading());
          found.push(...page.users);
          pageToken = page.nextPageToken;
        } while (pageToken !== '' && found.length < options.limit);
        output.result({ users: found, isComplete: pageToken === '' }, () => {
          output.table(
            ['user name', 'name', 'mail', 'groups', 'authenticators', 'standing'],
            found.map((user) => [
              user.userName,
              `${user.firstName} ${user.lastName}`.trim(),
              user.mail,
              user.groups.join(', '),
              user.authenticators.map(({ kind }) => kind).join(', '),
              standingOf(user, now()),
            ]),
            'No users.',
          );
          if (pageToken !== '')
            output.note(`${counted(found.length, 'user')} shown, there are more: use --search or --limit.`);
        });
      }),
    );
  withExamples(command, 'users list', 'users list --search ali', 'users list --group staff --state enabled --json');
}
