import { administratorsV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { confirm } from '../../confirm.ts';
import { withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';

/** `administrators reset` */
export function registerAdministratorsReset(administrators: Command, run: Run): void {
  const command = administrators
    .command('reset <user>')
    .description('Break-glass: take all sign-in methods of an administrator away and print recovery codes')
    .action(
      run(async (session, user: string) => {
        const { core, output } = session;
        await confirm(session, `${user} loses every sign-in method and gets new recovery codes.`, user);
        const client = await core.service(administratorsV1.AdministratorServiceDefinition);
        const answer = await client.resetAdministrator({ user }, core.changing());
        output.result(answer, () => {
          output.line(`${answer.removedAuthenticators} sign-in methods of ${user} are gone.\n`);
          for (const code of answer.recoveryCodes) output.line(`  ${code}`);
          output.line('\nEach works once, with the password of the user. They are shown this once.');
        });
      }),
    );
  withExamples(command, 'administrators reset alice', 'administrators reset alice --yes --json');
}
