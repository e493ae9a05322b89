import { usersV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { confirm } from '../../confirm.ts';
import { withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';

/** `users remove` */
export function registerUsersRemove(users: Command, run: Run): void {
  const command = users
    .command('remove <user>')
    .description('Remove a user with all authenticators; the journal keeps what happened')
    .action(
      run(async (session, user: string) => {
        const { core, output } = session;
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        const found = (await client.getUser({ user }, core.reading())).user;
        const name = found?.userName ?? user;
        const count = found?.authenticators.length ?? 0;
        await confirm(session, `The user ${name} and ${count} authenticators will be removed for good.`, name);
        await client.removeUser({ user: found?.id ?? user }, core.changing());
        output.result({ removed: name }, () => output.line(`${name} is removed.`));
      }),
    );
  withExamples(command, 'users remove alice', 'users remove alice --yes');
}
