import { administratorsV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { confirm } from '../../confirm.ts';
import { withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';

/** `administrators remove` */
export function registerAdministratorsRemove(administrators: Command, run: Run): void {
  const command = administrators
    .command('remove <user>')
    .description('Take the role away; the user stays')
    .option('--reason <text>', 'why, for the journal', 'removed on the command line')
    .action(
      run(async (session, user: string, { reason }: { reason: string }) => {
        const { core, output } = session;
        await confirm(session, `${user} will not be able to use the console any more.`, user);
        const client = await core.service(administratorsV1.AdministratorServiceDefinition);
        await client.removeAdministrator({ user, reason }, core.changing());
        output.result({ user }, () => output.line(`${user} is no administrator any more.`));
      }),
    );
  withExamples(command, 'administrators remove bob', 'administrators remove bob --yes --reason "left the company"');
}
