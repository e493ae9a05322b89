import { serversV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { confirm } from '../../confirm.ts';
import { withExamples } from '../../options.ts';
import { octets } from '../../output/format.ts';
import { ExitCode } from '../../output/exit-code.ts';
import type { Output } from '../../output/output.ts';
import type { Run } from '../../session.ts';

interface PromoteOptions {
  readonly dryRun?: boolean;
  readonly acceptDataLoss?: boolean;
}

/** `servers promote` */
export function registerServersPromote(servers: Command, run: Run): void {
  const command = servers
    .command('promote <name>')
    .description('Make the database of a subordinate the writable one; the facts are shown first')
    .option('--dry-run', 'show the facts only')
    .option('--accept-data-loss', 'go on although changes of the old master are missing here')
    .action(
      run(async (session, name: string, { dryRun = false, acceptDataLoss = false }: PromoteOptions) => {
        const { core, output } = session;
        const client = await core.service(serversV1.ServerAdministrationServiceDefinition);
        const facts = await client.promoteServer({ name, dryRun: true, acceptDataLoss }, core.reading());
        showFacts(output, facts);
        if (facts.refusals.length > 0 || dryRun) {
          output.result(facts, () => undefined);
          return facts.refusals.length > 0 ? ExitCode.refused : ExitCode.done;
        }
        await confirm(session, `${name} becomes master; the old master must be rebuilt before it returns.`, name);
        const done = await client.promoteServer({ name, dryRun: false, acceptDataLoss }, core.lengthy());
        output.result(done, () => showOutcome(output, name, done));
        return done.isPromoted ? ExitCode.done : ExitCode.refused;
      }),
    );
  withExamples(command, 'servers promote mfa-2 --dry-run', 'servers promote mfa-2');
}

function showFacts(output: Output, response: serversV1.PromoteServerResponse): void {
  for (const fact of response.facts) output.line(`- ${fact}`);
  if (response.lostBytes > 0) output.line(`- ${octets(response.lostBytes)} of the old master's changes would be lost.`);
  for (const refusal of response.refusals) output.line(`Refused: ${refusal}`);
}

function showOutcome(output: Output, name: string, response: serversV1.PromoteServerResponse): void {
  for (const refusal of response.refusals) output.line(`Refused: ${refusal}`);
  if (!response.isPromoted) return;
  output.line(`${name} is master now, on timeline ${response.timeline}.`);
  output.line('Next: rebuild the old master as a copy (local stack: countersign servers rejoin <name>).');
}
