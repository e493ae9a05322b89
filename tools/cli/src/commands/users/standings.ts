import { usersV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { seconds, withExamples } from '../../options.ts';
import { instant } from '../../output/format.ts';
import type { Run } from '../../session.ts';

interface ReasonOptions {
  readonly reason: string;
  readonly for?: number;
}

/** `users unlock|block|unblock|bypass`: they work while the master is offline. */
export function registerUsersStandings(users: Command, run: Run): void {
  registerUnlock(users, run);
  registerBlock(users, run);
  registerUnblock(users, run);
  registerBypass(users, run);
}

function registerUnlock(users: Command, run: Run): void {
  const command = users
    .command('unlock <user>')
    .description('End a lockout that wrong codes or passwords caused')
    .action(
      run(async ({ core, output }, user: string) => {
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        await client.unlockUser({ user }, core.changing());
        output.result({ user, isLocked: false }, () => output.line(`${user} is not locked out any more.`));
      }),
    );
  withExamples(command, 'users unlock alice');
}

function registerBlock(users: Command, run: Run): void {
  const command = users
    .command('block <user>')
    .description('Refuse every sign-in of a user for a time')
    .requiredOption('--reason <text>', 'why, for the journal')
    .option('--for <duration>', 'how long: 2h, 30d; otherwise the company setting (90 days)', seconds)
    .action(
      run(async ({ core, output }, user: string, options: ReasonOptions) => {
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        const request = { user, reason: options.reason, durationSeconds: options.for ?? 0 };
        const response = await client.blockUser(request, core.changing());
        const until = instant(response.blockedUntilMilliseconds);
        output.result({ user, ...response }, () => output.line(`${user} is blocked until ${until}.`));
      }),
    );
  withExamples(command, 'users block alice --reason "phone stolen"', 'users block alice --reason "on leave" --for 30d');
}

function registerUnblock(users: Command, run: Run): void {
  const command = users
    .command('unblock <user>')
    .description('End a block')
    .requiredOption('--reason <text>', 'why, for the journal')
    .action(
      run(async ({ core, output }, user: string, { reason }: ReasonOptions) => {
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        await client.unblockUser({ user, reason }, core.changing());
        output.result({ user, isBlocked: false }, () => output.line(`${user} is not blocked any more.`));
      }),
    );
  withExamples(command, 'users unblock alice --reason "phone found"');
}

function registerBypass(users: Command, run: Run): void {
  const command = users
    .command('bypass <user>')
    .description('Let the next sign-in pass with the password alone, once, for a short time')
    .requiredOption('--reason <text>', 'why, for the journal')
    .option('--for <duration>', 'how long: 5min; otherwise the company setting (5 minutes)', seconds)
    .action(
      run(async ({ core, output }, user: string, options: ReasonOptions) => {
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        const request = { user, reason: options.reason, durationSeconds: options.for ?? 0 };
        const response = await client.grantOneTimeBypass(request, core.changing());
        const until = instant(response.bypassUntilMilliseconds);
        output.result({ user, ...response }, () =>
          output.line(`The next sign-in of ${user} skips the second factor, once, until ${until}.`),
        );
      }),
    );
  withExamples(
    command,
    'users bypass alice --reason "phone forgotten"',
    'users bypass alice --reason test --for 10min',
  );
}
