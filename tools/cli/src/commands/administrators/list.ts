import { administratorsV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import { instant } from '../../output/format.ts';
import type { Run } from '../../session.ts';

/** `administrators list` */
export function registerAdministratorsList(administrators: Command, run: Run): void {
  const command = administrators
    .command('list')
    .description('List the administrators with their roles')
    .action(
      run(async ({ core, output }) => {
        const client = await core.service(administratorsV1.AdministratorServiceDefinition);
        const response = await client.listAdministrators({}, core.reading());
        output.result(response, () => {
          output.table(
            ['name', 'role', 'scope', 'status', 'factors', 'last sign-in'],
            response.administrators.map((each) => [
              each.userName,
              each.roleName,
              each.scope?.isEverything === true ? 'everything' : (each.scope?.groups ?? []).join(', '),
              each.status,
              each.factors.join(', '),
              instant(each.lastSignInMilliseconds),
            ]),
            'Nobody is administrator: `countersign setup token`, or `countersign administrators add NAME --role owner`.',
          );
          if (response.owners === 1)
            output.line('\nThere is one Owner only. Two are safer: neither can be locked out alone.');
        });
      }),
    );
  withExamples(command, 'administrators list', 'administrators list --json');
}
