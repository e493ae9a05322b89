import { radiusClientAdministrationV1 as radiusV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import type { Run } from '../../session.ts';
import { findClient } from './find-client.ts';
import { addClientOptions, applyOptions, type ClientOptions } from './policy-options.ts';
import { showClient } from './show-client.ts';

interface UpdateOptions extends ClientOptions {
  readonly name?: string;
  readonly network?: string;
}

/** `radius-clients update` */
export function registerRadiusClientsUpdate(clients: Command, run: Run): void {
  const command = addClientOptions(
    clients
      .command('update <client>')
      .description('Change a RADIUS client (name, network or id) and its policy; lists are replaced as a whole')
      .option('--name <text>', 'a new name')
      .option('--network <cidr>', 'a new address or network'),
  ).action(
    run(async ({ core, output }, wanted: string, options: UpdateOptions) => {
      const service = await core.service(radiusV1.RadiusClientAdministrationServiceDefinition);
      const found = findClient((await service.listRadiusClients({}, core.reading())).clients, wanted);
      if (found.policy === undefined) throw new DomainError('internal', 'The server sent no policy.');
      const changed = applyOptions(found, found.policy, options);
      const client = { ...changed, name: options.name ?? found.name, network: options.network ?? found.network };
      const request = { id: found.id, version: found.version, client };
      const response = await service.updateRadiusClient(request, core.changing());
      output.result(response.client, () => {
        if (response.client !== undefined) showClient(output, response.client);
      });
    }),
  );
  withExamples(
    command,
    'radius-clients update VPN --password-source directory',
    'radius-clients update VPN --reply-attribute Filter-Id=vpn --remember 8h',
  );
}
