import { radiusClientAdministrationV1 as radiusV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import { instant } from '../../output/format.ts';
import type { Run } from '../../session.ts';
import { findClient } from './find-client.ts';
import { showClient } from './show-client.ts';

/** `radius-clients list` */
export function registerRadiusClientsList(clients: Command, run: Run): void {
  const command = clients
    .command('list [client]')
    .description('List RADIUS clients, or show one (name, network or id) with its policy')
    .action(
      run(async ({ core, output }, wanted: string | undefined) => {
        const client = await core.service(radiusV1.RadiusClientAdministrationServiceDefinition);
        const response = await client.listRadiusClients({}, core.reading());
        if (typeof wanted === 'string') {
          const found = findClient(response.clients, wanted);
          output.result(found, () => showClient(output, found));
          return;
        }
        output.result(response, () =>
          output.table(
            ['name', 'network', 'password', 'code', 'unsigned', 'secret changed', 'id'],
            response.clients.map((each) => [
              each.name,
              each.network,
              each.policy?.passwordSource ?? '',
              each.policy?.codeEntry ?? '',
              each.requireMessageAuthenticator ? 'refused' : 'ALLOWED',
              instant(each.secretChangedAtMilliseconds),
              each.id,
            ]),
            'No RADIUS clients: add one with `countersign radius-clients add`.',
          ),
        );
      }),
    );
  withExamples(command, 'radius-clients list', 'radius-clients list VPN');
}
