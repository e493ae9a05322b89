import path from 'node:path';
import { authenticatorsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { type Command, Option } from 'commander';
import { withExamples } from '../../options.ts';
import { ExitCode } from '../../output/exit-code.ts';
import type { Output } from '../../output/output.ts';
import { readSecret } from '../../prompt/secret-option.ts';
import { readImportFile } from '../../read-file.ts';
import type { Run } from '../../session.ts';

interface ImportOptions {
  readonly format?: string;
  readonly key?: string | boolean;
  readonly keyStdin?: boolean;
  readonly passphrase?: string | boolean;
  readonly passphraseStdin?: boolean;
  readonly dryRun?: boolean;
}

const SHOWN_ROWS = 50;

/** `authenticators import` */
export function registerAuthenticatorsImport(authenticators: Command, run: Run): void {
  const command = authenticators
    .command('import <file>')
    .description('Import tokens from a PSKC file (RFC 6030, plain or encrypted) or an OATH CSV file: all or none')
    .addOption(new Option('--format <format>', 'otherwise by the end of the file name').choices(['pskc', 'oath_csv']))
    .option('--key [hex]', 'pre-shared key of an encrypted PSKC file, in hexadecimal; without text it is asked for')
    .option('--key-stdin', 'that key from standard input')
    .option('--passphrase [text]', 'passphrase of an encrypted PSKC file; without text it is asked for')
    .option('--passphrase-stdin', 'that passphrase from standard input')
    .option('--dry-run', 'show what would happen and change nothing')
    .action(
      run(async ({ core, output, prompt }, file: string, options: ImportOptions) => {
        const content = await readImportFile(file);
        const key = { value: options.key, fromStdin: options.keyStdin, name: 'key' };
        const passphrase = { value: options.passphrase, fromStdin: options.passphraseStdin, name: 'passphrase' };
        const request = {
          format: options.format ?? formatOf(file),
          content,
          preSharedKeyHex: (await readSecret(key, prompt, output)) ?? '',
          passphrase: (await readSecret(passphrase, prompt, output)) ?? '',
          dryRun: options.dryRun ?? false,
          skipFailed: false,
        };
        const client = await core.service(authenticatorsV1.AuthenticatorAdministrationServiceDefinition);
        const response = await client.importAuthenticators(request, core.lengthy());
        output.result(response, () => showImport(output, response, request.dryRun));
        return response.failed > 0 ? ExitCode.usage : ExitCode.done;
      }),
    );
  withExamples(
    command,
    'authenticators import tokens.xml --dry-run',
    'authenticators import tokens.xml --key',
    'authenticators import tokens.csv',
  );
  command.addHelpText(
    'after',
    `
OATH CSV: serial number, secret (Base32), time interval (30 or 60; 0 for an event-based token), one token a line; or any
columns with a header line: serial_number, secret, interval, type (totp or hotp), counter, digits, algorithm, user_name,
manufacturer, model.
`,
  );
}

function formatOf(file: string): string {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.xml' || extension === '.pskc' || extension === '.pskcxml') return 'pskc';
  if (extension === '.csv' || extension === '.txt') return 'oath_csv';
  throw new DomainError('invalid_request', `The name ${path.basename(file)} does not tell the format: give --format.`);
}

function showImport(output: Output, response: authenticatorsV1.ImportAuthenticatorsResponse, isDryRun: boolean): void {
  const wrong = response.rows.filter(({ problem }) => problem !== '');
  const shown = wrong.length > 0 ? wrong : response.rows;
  output.table(
    ['line', 'serial number', 'kind', 'user', 'problem'],
    shown.slice(0, SHOWN_ROWS).map((row) => [String(row.line), row.serialNumber, row.kind, row.userName, row.problem]),
  );
  if (shown.length > SHOWN_ROWS) output.line(`… and ${shown.length - SHOWN_ROWS} more lines (--json shows all).`);
  if (response.failed > 0) output.line(`\nNothing was changed: ${response.failed} lines have problems.`);
  else if (isDryRun) output.line(`\nDry run, nothing was changed: ${response.added} would be added.`);
  else output.line(`\nDone: ${response.added} added.`);
}
