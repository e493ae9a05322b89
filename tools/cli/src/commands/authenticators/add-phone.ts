import { authenticatorsV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';

/** `authenticators add-phone` */
export function registerAddPhone(authenticators: Command, run: Run): void {
  const command = authenticators
    .command('add-phone <user> <phone>')
    .description('Add a phone for text messages, in international form')
    .option('--name <text>', 'how the user calls it')
    .action(
      run(async ({ core, output }, user: string, phone: string, { name = '' }: { name?: string }) => {
        const client = await core.service(authenticatorsV1.AuthenticatorAdministrationServiceDefinition);
        const response = await client.addPhone({ user, phone, name }, core.changing());
        output.result(response, () => output.line(`The phone is added (${response.authenticatorId}).`));
      }),
    );
  withExamples(
    command,
    "authenticators add-phone alice '+41 79 123 45 67'",
    "authenticators add-phone bob '+33612345678' --name mobile",
  );
}
