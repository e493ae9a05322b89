import { administratorsV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { collect, withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';

interface AddOptions {
  readonly role: string;
  readonly group?: readonly string[];
  readonly reason: string;
}

/** `administrators add` */
export function registerAdministratorsAdd(administrators: Command, run: Run): void {
  const command = administrators
    .command('add <user>')
    .description('Give a role to a user who is there already')
    .requiredOption(
      '--role <role>',
      'owner, administrator, user_manager, help_desk, auditor, operator, approver, or the id of an own role',
    )
    .option('--group <name>', 'only for users of this group (repeatable); otherwise for everything', collect)
    .option('--reason <text>', 'why, for the journal', 'added on the command line')
    .action(
      run(async ({ core, output }, user: string, { role, group = [], reason }: AddOptions) => {
        const client = await core.service(administratorsV1.AdministratorServiceDefinition);
        const scope = { isEverything: group.length === 0, groups: [...group] };
        const request = { user, roleId: role, scope, reason };
        const { administrator } = await client.inviteAdministrator(request, core.changing());
        output.result(administrator, () =>
          output.line(`${administrator?.userName ?? user} is ${administrator?.roleName ?? role} now.`),
        );
      }),
    );
  withExamples(
    command,
    'administrators add alice --role owner',
    'administrators add bob --role help_desk --group paris --group lyon',
  );
}
