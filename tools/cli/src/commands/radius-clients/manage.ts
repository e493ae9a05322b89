import { radiusClientAdministrationV1 as radiusV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { confirm } from '../../confirm.ts';
import { seconds, withExamples } from '../../options.ts';
import { duration } from '../../output/format.ts';
import { readSecret } from '../../prompt/secret-option.ts';
import type { Run, Session } from '../../session.ts';
import { findClient } from './find-client.ts';

interface RotateOptions {
  readonly secret?: string | boolean;
  readonly secretStdin?: boolean;
  readonly retireAfter: number;
}

/** `radius-clients rotate|remove` */
export function registerRadiusClientsManage(clients: Command, run: Run): void {
  registerRotate(clients, run);
  registerRemove(clients, run);
}

function registerRotate(clients: Command, run: Run): void {
  const command = clients
    .command('rotate <client>')
    .description('Give a RADIUS client a new shared secret; the old one stays good for a while')
    .option('--secret [text]', 'the new secret; without text it is asked for, without the option one is made')
    .option('--secret-stdin', 'the new secret from standard input')
    .option('--retire-after <duration>', 'how long the old secret stays good', seconds, 86_400)
    .action(
      run(async (session, wanted: string, options: RotateOptions) => {
        const { core, output, prompt } = session;
        const { service, found } = await lookUp(session, wanted);
        const stays = options.retireAfter === 0 ? 'ends at once' : `stays good for ${duration(options.retireAfter)}`;
        await confirm(
          session,
          `${found.name} (${found.network}) gets a new shared secret; the old one ${stays}.`,
          found.name,
        );
        const given = { value: options.secret, fromStdin: options.secretStdin, name: 'secret' };
        const secret = (await readSecret(given, prompt, output)) ?? '';
        const request = { id: found.id, secret, retirePreviousAfterSeconds: options.retireAfter };
        const response = await service.rotateRadiusClientSecret(request, core.changing());
        output.result(response, () => {
          output.line(`${found.name} has a new shared secret; the old one ${stays}.`);
          if (response.generatedSecret !== '') output.line(`It is shown this once: ${response.generatedSecret}`);
        });
      }),
    );
  withExamples(command, 'radius-clients rotate VPN', 'radius-clients rotate 192.0.2.10 --secret --retire-after 2h');
}

function registerRemove(clients: Command, run: Run): void {
  const command = clients
    .command('remove <client>')
    .description('Remove a RADIUS client: its requests are not answered any more')
    .action(
      run(async (session, wanted: string) => {
        const { core, output } = session;
        const { service, found } = await lookUp(session, wanted);
        await confirm(session, `${found.name} (${found.network}) will not be answered any more.`, found.name);
        await service.removeRadiusClient({ id: found.id }, core.changing());
        output.result({ removed: found.id }, () => output.line(`${found.name} is removed.`));
      }),
    );
  withExamples(command, 'radius-clients remove VPN');
}

async function lookUp({ core }: Session, wanted: string) {
  const service = await core.service(radiusV1.RadiusClientAdministrationServiceDefinition);
  const found = findClient((await service.listRadiusClients({}, core.reading())).clients, wanted);
  return { service, found };
}
