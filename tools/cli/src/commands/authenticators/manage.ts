import { authenticatorsV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { confirm } from '../../confirm.ts';
import { withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';

/** `authenticators assign|resync|remove` */
export function registerAuthenticatorsManage(authenticators: Command, run: Run): void {
  registerAssign(authenticators, run);
  registerResync(authenticators, run);
  registerRemove(authenticators, run);
}

function registerAssign(authenticators: Command, run: Run): void {
  const command = authenticators
    .command('assign <serial-number> <user>')
    .description('Give an imported token to a user')
    .action(
      run(async ({ core, output }, serialNumber: string, user: string) => {
        const client = await core.service(authenticatorsV1.AuthenticatorAdministrationServiceDefinition);
        const response = await client.assignAuthenticator({ serialNumber, user }, core.changing());
        output.result(response, () => output.line(`The token ${serialNumber} belongs to ${user}.`));
      }),
    );
  withExamples(command, 'authenticators assign 987654321 alice');
}

function registerResync(authenticators: Command, run: Run): void {
  const command = authenticators
    .command('resync <user> <first-code> <second-code>')
    .description('Find the clock or counter of a token again, by two codes that follow each other')
    .option('--authenticator <id>', 'id or serial number, when the user has several')
    .action(
      run(
        async (
          { core, output },
          user: string,
          firstCode: string,
          secondCode: string,
          { authenticator = '' }: { authenticator?: string },
        ) => {
          const client = await core.service(authenticatorsV1.AuthenticatorAdministrationServiceDefinition);
          const request = { user, authenticator, firstCode, secondCode };
          const response = await client.resyncAuthenticator(request, core.changing());
          output.result(response, () => output.line(`The token is in step again; it was off by ${response.drift}.`));
        },
      ),
    );
  withExamples(command, 'authenticators resync alice 287082 359152');
}

function registerRemove(authenticators: Command, run: Run): void {
  const command = authenticators
    .command('remove <user> <authenticator>')
    .description('Remove an authenticator: its id (see `users show`) or serial number')
    .action(
      run(async (session, user: string, authenticator: string) => {
        await confirm(session, `The authenticator ${authenticator} of ${user} will be removed for good.`, user);
        const { core, output } = session;
        const client = await core.service(authenticatorsV1.AuthenticatorAdministrationServiceDefinition);
        await client.removeAuthenticator({ user, authenticator }, core.changing());
        output.result({ removed: authenticator }, () => output.line(`The authenticator ${authenticator} is removed.`));
      }),
    );
  withExamples(command, 'authenticators remove alice 987654321');
}
