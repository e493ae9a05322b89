import { radiusClientAdministrationV1 as radiusV1 } from '@countersign/contracts';
import type { Command } from 'commander';
import { withExamples } from '../../options.ts';
import { readSecret } from '../../prompt/secret-option.ts';
import type { Run } from '../../session.ts';
import { addClientOptions, applyOptions, type ClientOptions } from './policy-options.ts';
import { showClient } from './show-client.ts';

interface AddOptions extends ClientOptions {
  readonly secret?: string | boolean;
  readonly secretStdin?: boolean;
}

/** The policy that a new client starts with; the safe choice in each point. */
const STARTING_POLICY: radiusV1.RelyingPartyPolicy = {
  passwordSource: 'local',
  codeEntry: 'challenge_or_concatenated',
  requireUserMatch: true,
  allowedMethods: [],
  allowOathFallback: true,
  trustedNetworks: [],
  rememberSeconds: 0,
  rememberScope: 'user_and_relying_party_and_address',
  replyAttributes: [],
  groupReplyAttributes: [],
  maxChallengeRounds: 5,
  language: 'en',
};

/** `radius-clients add` */
export function registerRadiusClientsAdd(clients: Command, run: Run): void {
  const command = addClientOptions(
    clients
      .command('add <name> <network>')
      .description('Add a RADIUS client by its address or network; without a secret a good one is made and shown once')
      .option('--secret [text]', 'shared secret; without text it is asked for')
      .option('--secret-stdin', 'shared secret from standard input'),
  ).action(
    run(async ({ core, output, prompt }, name: string, network: string, options: AddOptions) => {
      const given = { value: options.secret, fromStdin: options.secretStdin, name: 'secret' };
      const secret = (await readSecret(given, prompt, output)) ?? '';
      const blank = radiusV1.RadiusClient.fromPartial({ requireMessageAuthenticator: true, sendClass: true });
      const wanted = applyOptions(blank, STARTING_POLICY, options);
      const request = radiusV1.AddRadiusClientRequest.fromPartial({ ...wanted, name, network, secret });
      const client = await core.service(radiusV1.RadiusClientAdministrationServiceDefinition);
      const response = await client.addRadiusClient(request, core.changing());
      output.result(response, () => {
        if (response.client !== undefined) showClient(output, response.client);
        if (response.generatedSecret === '') return;
        output.line(`\nShared secret, shown this once: ${response.generatedSecret}`);
      });
    }),
  );
  withExamples(
    command,
    'radius-clients add "Head office VPN" 192.0.2.10',
    'radius-clients add Branches 10.20.0.0/16 --password-source directory --code-entry challenge',
    "radius-clients add VPN 192.0.2.11 --reply-attribute Filter-Id=vpn --group-reply-attribute 'admins:Filter-Id=admins'",
  );
}
