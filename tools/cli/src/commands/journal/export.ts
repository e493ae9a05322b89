import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { journalV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { type Command, Option } from 'commander';
import { moment, withExamples } from '../../options.ts';
import { counted } from '../../output/format.ts';
import type { Run } from '../../session.ts';
import { csvHead, csvLine } from './csv-line.ts';
import { entryJson } from './show-entry.ts';

interface ExportOptions {
  readonly from?: number;
  readonly to?: number;
  readonly format: string;
}

/** `journal export` */
export function registerJournalExport(journal: Command, run: Run): void {
  const command = journal
    .command('export <file>')
    .description('Write entries to a new file, as JSON lines or CSV')
    .option('--from <instant>', 'since: 2026-03-01, or 30d', moment(Date.now))
    .option('--to <instant>', 'until', moment(Date.now))
    .addOption(new Option('--format <format>', 'of the file').choices(['jsonl', 'csv']).default('jsonl'))
    .action(
      run(async ({ core, output, signal }, file: string, options: ExportOptions) => {
        const client = await core.service(journalV1.JournalServiceDefinition);
        const request = { fromMilliseconds: options.from ?? 0, toMilliseconds: options.to ?? 0 };
        const write =
          options.format === 'csv' ? csvLine : (entry: journalV1.JournalEntry) => JSON.stringify(entryJson(entry));
        const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 });
        await once(stream, 'open').catch((cause: Error) => {
          throw new DomainError('invalid_request', `The file ${file} cannot be made (${cause.message}).`, { cause });
        });
        let count = 0;
        if (options.format === 'csv') stream.write(`${csvHead()}\n`);
        for await (const { entries } of client.exportJournal(request, { signal })) {
          count += entries.length;
          const text = entries.map((entry) => `${write(entry)}\n`).join('');
          if (!stream.write(text)) await once(stream, 'drain');
        }
        stream.end();
        await once(stream, 'finish');
        output.result({ file, entries: count }, () =>
          output.line(`${counted(count, 'entry').replace('entrys', 'entries')} in ${file}.`),
        );
      }),
    );
  withExamples(
    command,
    'journal export march.jsonl --from 2026-03-01 --to 2026-04-01',
    'journal export all.csv --format csv',
  );
}
