import { authenticatorsV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples, wholeNumber } from '../../options.ts';
import type { Run } from '../../session.ts';

/** `authenticators recovery-codes` */
export function registerRecoveryCodes(authenticators: Command, run: Run): void {
  const command = authenticators
    .command('recovery-codes <user>')
    .description('Make new recovery codes, in place of all earlier ones; they are shown once')
    .option('--count <number>', 'how many', wholeNumber(1, 20), 10)
    .action(
      run(async ({ core, output }, user: string, { count }: { count: number }) => {
        const client = await core.service(authenticatorsV1.AuthenticatorAdministrationServiceDefinition);
        const response = await client.createRecoveryCodes({ user, count }, core.changing());
        output.result(response, () => {
          for (const code of response.codes) output.line(`  ${code}`);
          output.line('\nEach works once. They are shown this once; earlier ones do not work any more.');
        });
      }),
    );
  withExamples(command, 'authenticators recovery-codes alice');
}
