import { usersV1 } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { withExamples } from '../../options.ts';
import { ExitCode } from '../../output/exit-code.ts';
import type { Output } from '../../output/output.ts';
import { readImportFile } from '../../read-file.ts';
import type { Run } from '../../session.ts';

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly onExisting: string;
}

const SHOWN_ROWS = 50;

/** `users import` */
export function registerUsersImport(users: Command, run: Run): void {
  const command = users
    .command('import <file>')
    .description('Import users from a CSV file (UTF-8, with a header line): all lines or none')
    .option('--dry-run', 'show what would happen and change nothing')
    .addOption(
      new Option('--on-existing <what>', 'what to do with a user that exists')
        .choices(['fail', 'skip', 'update'])
        .default('fail'),
    )
    .action(
      run(async ({ core, output }, file: string, { dryRun = false, onExisting }: ImportOptions) => {
        const csv = await readImportFile(file);
        const client = await core.service(usersV1.UserAdministrationServiceDefinition);
        const response = await client.importUsers({ csv, dryRun, onExisting }, core.lengthy());
        output.result(response, () => showImport(output, response, dryRun));
        return response.failed > 0 ? ExitCode.usage : ExitCode.done;
      }),
    );
  withExamples(command, 'users import users.csv --dry-run', 'users import users.csv --on-existing update');
  command.addHelpText(
    'after',
    `
Columns (any order, ; or , between them): user_name, aliases, first_name, last_name, mail, groups, tags, phone,
default_method, language, description, enabled (yes or no), password. Several values in one column: a|b|c.
`,
  );
}

function showImport(output: Output, response: usersV1.ImportUsersResponse, isDryRun: boolean): void {
  const wrong = response.rows.filter(({ problem }) => problem !== '');
  const shown = wrong.length > 0 ? wrong : response.rows;
  output.table(
    ['line', 'user name', 'action', 'problem'],
    shown.slice(0, SHOWN_ROWS).map((row) => [String(row.line), row.userName, row.action, row.problem]),
  );
  if (shown.length > SHOWN_ROWS) output.line(`… and ${shown.length - SHOWN_ROWS} more lines (--json shows all).`);
  const { added, updated, skipped, failed } = response;
  const counts = `${added} to add, ${updated} to update, ${skipped} to skip, ${failed} with problems`;
  if (failed > 0) output.line(`\nNothing was changed: ${counts}.`);
  else if (isDryRun) output.line(`\nDry run, nothing was changed: ${counts}.`);
  else output.line(`\nDone: ${added} added, ${updated} updated, ${skipped} skipped.`);
}
