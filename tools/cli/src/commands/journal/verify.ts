import { journalV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples, wholeNumber } from '../../options.ts';
import { ExitCode } from '../../output/exit-code.ts';
import type { Run } from '../../session.ts';

/** `journal verify` */
export function registerJournalVerify(journal: Command, run: Run): void {
  const command = journal
    .command('verify')
    .description('Check the hash chain; names the first row that was changed, deleted, reordered or cut off')
    .option('--from <number>', 'first entry', wholeNumber(1, Number.MAX_SAFE_INTEGER), 0)
    .option('--to <number>', 'last entry', wholeNumber(1, Number.MAX_SAFE_INTEGER), 0)
    .action(
      run(async ({ core, output }, { from, to }: { from: number; to: number }) => {
        const client = await core.service(journalV1.JournalServiceDefinition);
        const request = { fromSequence: from, toSequence: to };
        const { deadlineMilliseconds, operator } = core.lengthy();
        const response = await client.verifyJournal(request, {
          ...(deadlineMilliseconds === undefined ? {} : { deadlineMilliseconds }),
          ...(operator === undefined ? {} : { operator }),
        });
        const head = Buffer.from(response.headHash).toString('hex');
        output.result({ ...response, headHash: head }, () => {
          if (response.isIntact) {
            output.line(`Intact: ${response.rows} rows, ${response.firstSequence} to ${response.lastSequence}.`);
            output.line(`Head: ${head}`);
            output.line('Keep the head somewhere else: a later check shows whether the end was cut off.');
          } else {
            output.line(`BROKEN at ${response.brokenSequence}: ${response.problem}`);
          }
        });
        return response.isIntact ? ExitCode.done : ExitCode.refused;
      }),
    );
  withExamples(command, 'journal verify', 'journal verify --from 1000 --to 2000');
}
