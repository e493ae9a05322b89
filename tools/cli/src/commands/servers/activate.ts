import { serversV1 } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { withExamples } from '../../options.ts';
import { instant } from '../../output/format.ts';
import type { Run } from '../../session.ts';

const SERVICES = ['auth-server', 'radius-gateway', 'delivery-worker', 'operator'];

/** `servers activate` */
export function registerServersActivate(servers: Command, run: Run): void {
  const command = servers
    .command('activate <instance>')
    .description('Make activation credentials for a new process: single use, valid for ten minutes')
    .addOption(new Option('--service <name>', 'what it is').choices(SERVICES).makeOptionMandatory())
    .action(
      run(async ({ core, output }, instance: string, { service }: { service: string }) => {
        const client = await core.service(serversV1.ServerAdministrationServiceDefinition);
        const response = await client.createActivationCredentials({ service, instance }, core.changing());
        output.result(response, () => {
          output.line(`Activation code of ${instance}, shown this once: ${response.activationCode}`);
          output.line(`Use it before ${instant(response.expiresAtMilliseconds)}.`);
        });
      }),
    );
  withExamples(command, 'servers activate radius-3 --service radius-gateway');
}
