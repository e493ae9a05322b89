import { usersV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';
import { showUser } from './show-user.ts';

/** `users show` */
export function registerUsersShow(users: Command, run: Run): void {
  const command = users
    .command('show <user>')
    .description('Show a user: any of the names, or the id')
    .action(
      run(async ({ core, output, now }, user: string) => {
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        const response = await client.getUser({ user }, core.reading());
        output.result(response.user, () => {
          if (response.user !== undefined) showUser(output, response.user, now());
        });
      }),
    );
  withExamples(command, 'users show alice', "users show 'CONTOSO\\alice' --json");
}
