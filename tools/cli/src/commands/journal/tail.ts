import { journalV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples, wholeNumber } from '../../options.ts';
import type { Run } from '../../session.ts';
import { entryJson, entryLine } from './show-entry.ts';

/** `journal tail` */
export function registerJournalTail(journal: Command, run: Run): void {
  const command = journal
    .command('tail')
    .description('Show the latest entries and new ones as they come, until ctrl-C')
    .option('--last <count>', 'how many of the latest', wholeNumber(0, 1000), 20)
    .action(
      run(async ({ core, output, signal }, { last }: { last: number }) => {
        const client = await core.service(journalV1.JournalServiceDefinition);
        const { operator } = core.reading();
        for await (const { entry } of client.tailJournal(
          { last },
          { ...(operator === undefined ? {} : { operator }), signal },
        )) {
          if (entry !== undefined) output.item(entryJson(entry), () => output.line(entryLine(entry)));
        }
      }),
    );
  withExamples(command, 'journal tail', 'journal tail --last 0 --json | jq .reason');
}
