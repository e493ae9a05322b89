import { authenticatorsV1 } from '@countersign/contracts';
import { type Command, Option } from 'commander';
import { renderUnicodeCompact } from 'uqr';
import { withExamples } from '../../options.ts';
import { readSecret } from '../../prompt/secret-option.ts';
import type { Run } from '../../session.ts';

interface AddTotpOptions {
  readonly name?: string;
  readonly algorithm?: string;
  readonly digits?: string;
  readonly period?: string;
  readonly secret?: string | boolean;
  readonly secretStdin?: boolean;
}

/** `authenticators add-totp` */
export function registerAddTotp(authenticators: Command, run: Run): void {
  const command = authenticators
    .command('add-totp <user>')
    .description('Add a time-based authenticator; prints the otpauth URI and its QR code, once')
    .option('--name <text>', 'how the user calls it, "work phone"')
    .addOption(new Option('--algorithm <name>', 'SHA1 is what every app can do').choices(['SHA1', 'SHA256', 'SHA512']))
    .addOption(new Option('--digits <count>', 'digits of a code').choices(['6', '8']))
    .addOption(new Option('--period <seconds>', 'life of a code').choices(['30', '60']))
    .option('--secret [base32]', 'the seed of an existing device; without text it is asked for')
    .option('--secret-stdin', 'the seed from standard input')
    .action(
      run(async ({ core, output, prompt }, user: string, options: AddTotpOptions) => {
        const given = { value: options.secret, fromStdin: options.secretStdin, name: 'secret' };
        const secretBase32 = (await readSecret(given, prompt, output)) ?? '';
        const client = await core.service(authenticatorsV1.AuthenticatorAdministrationServiceDefinition);
        const request = authenticatorsV1.AddTotpRequest.fromPartial({
          user,
          name: options.name,
          algorithm: options.algorithm,
          digits: Number(options.digits ?? 0),
          periodSeconds: Number(options.period ?? 0),
          secretBase32,
        });
        const response = await client.addTotp(request, core.changing());
        output.result(response, () => {
          output.line(renderUnicodeCompact(response.otpauthUri, { border: 2 }));
          output.line('Scan it with the authenticator app, or enter the secret by hand. It is shown this once.\n');
          output.facts([
            ['URI', response.otpauthUri],
            ['Secret', response.secretBase32],
            ['Authenticator', response.authenticatorId],
          ]);
        });
      }),
    );
  withExamples(
    command,
    'authenticators add-totp alice',
    'authenticators add-totp alice --name "blue token" --digits 8 --period 60 --algorithm SHA256',
    'authenticators add-totp alice --secret',
  );
}
