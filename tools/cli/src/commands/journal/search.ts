import { journalV1 } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { moment, withExamples, wholeNumber } from '../../options.ts';
import type { Run } from '../../session.ts';
import { ENTRY_HEAD, entryJson, entryRow } from './show-entry.ts';

interface SearchOptions {
  readonly user?: string;
  readonly from?: number;
  readonly to?: number;
  readonly kind?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly limit: number;
}

const KINDS = ['authentication', 'change', 'delivery', 'block', 'bypass', 'lockout', 'server', 'accounting'];
const PAGE_SIZE = 500;

/** `journal search` */
export function registerJournalSearch(journal: Command, run: Run): void {
  const command = journal
    .command('search')
    .description('Find entries')
    .option('--user <user>', 'of this user')
    .option('--from <instant>', 'since: 2026-03-01, "2026-03-01 13:00", or 2h for two hours ago', moment(Date.now))
    .option('--to <instant>', 'until', moment(Date.now))
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(KINDS))
    .option('--outcome <outcome>', 'accepted, rejected, …')
    .option('--reason <reason>', 'code_wrong, user_blocked, …')
    .option('--limit <count>', 'at most so many', wholeNumber(1, 100_000), 100)
    .action(
      run(async ({ core, output }, options: SearchOptions) => {
        const client = await core.service(journalV1.JournalServiceDefinition);
        const entries: journalV1.JournalEntry[] = [];
        let pageToken = '';
        do {
          const pageSize = Math.min(PAGE_SIZE, options.limit - entries.length);
          const request = journalV1.SearchJournalRequest.fromPartial({
            ...withoutLimit(options),
            pageSize,
            pageToken,
          });
          const page = await client.searchJournal(request, core.reading());
          entries.push(...page.entries);
          pageToken = page.nextPageToken;
        } while (pageToken !== '' && entries.length < options.limit);
        output.result({ entries: entries.map(entryJson), isComplete: pageToken === '' }, () => {
          output.table(ENTRY_HEAD, entries.map(entryRow), 'No entries.');
          if (pageToken !== '') output.note('There are more: narrow the search, or use --limit.');
        });
      }),
    );
  withExamples(
    command,
    'journal search --user alice --from 2h',
    'journal search --outcome rejected --reason code_wrong --from 2026-03-01 --json',
  );
}

function withoutLimit({ user, from, to, kind, outcome, reason }: SearchOptions) {
  return { user, fromMilliseconds: from, toMilliseconds: to, kind, outcome, reason };
}
