import { setupV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';

/** `countersign setup token` */
export function registerSetup(program: Command, run: Run): void {
  const setup = program.command('setup').description('The first set-up of this installation');
  const command = setup
    .command('token')
    .description(
      'Make a new one-time token for the set-up pages, in place of the former one; only while nobody is administrator',
    )
    .action(
      run(async ({ core, output }) => {
        const client = await core.service(setupV1.SetupServiceDefinition);
        const response = await client.createSetupToken({}, core.changing());
        output.result(response, () => {
          output.line(response.token);
          output.line('\nType it on the first page of the console, in one browser. It works once.');
        });
      }),
    );
  withExamples(command, 'setup token', 'setup token --json');
}
