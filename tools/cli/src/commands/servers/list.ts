import { serversV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import { ago, octets } from '../../output/format.ts';
import type { Output } from '../../output/output.ts';
import type { Run } from '../../session.ts';

const MODES: Readonly<Record<string, string>> = {
  normal: 'Normal: sign-ins and changes work.',
  read_only: 'Read-only: sign-ins work, changes do not.',
  down: 'Down: no database can be read.',
};

/** `servers list` */
export function registerServersList(servers: Command, run: Run): void {
  const command = servers
    .command('list')
    .description('Show every server and every database, who is master, and how far the copies lag')
    .action(
      run(async ({ core, output, now }) => {
        const client = await core.service(serversV1.ServerAdministrationServiceDefinition);
        const response = await client.listServers({}, core.reading());
        output.result(response, () => showServers(output, response, now()));
      }),
    );
  withExamples(command, 'servers list', 'servers list --json');
}

function showServers(output: Output, response: serversV1.ListServersResponse, now: number): void {
  const reason = response.modeReason === '' ? '' : ` (${response.modeReason})`;
  output.line(`${MODES[response.mode] ?? response.mode}${reason}`);
  output.line(response.master === '' ? 'Nobody is master.' : `Master: ${response.master}, epoch ${response.epoch}`);
  output.line();
  output.table(
    ['server', 'service', 'role', 'alive', 'last contact', 'version', 'address', 'database'],
    response.servers.map((each) => [
      each.name,
      each.service,
      each.role,
      each.isAlive ? 'yes' : 'NO',
      ago(each.lastContactMilliseconds, now),
      each.version,
      each.address,
      each.databaseNode,
    ]),
    'No servers have reported yet.',
  );
  output.line();
  output.table(
    ['database', 'state', 'timeline', 'lag', 'last contact', 'address', 'problem'],
    response.nodes.map((each) => [
      each.name,
      each.state,
      // Only a primary says it: the timeline of a copy is that of whom it follows.
      each.timeline === 0 ? '' : String(each.timeline),
      each.state === 'primary' ? '' : `${octets(each.lagBytes)}, ${each.lagMilliseconds} ms`,
      ago(each.lastContactMilliseconds, now),
      each.address,
      each.problem,
    ]),
    'No databases are configured.',
  );
}
