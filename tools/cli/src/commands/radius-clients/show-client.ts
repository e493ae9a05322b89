import type { radiusClientAdministrationV1 } from '@countersign/contracts';
import { duration, instant, yesNo } from '../../output/format.ts';
import type { Output } from '../../output/output.ts';

type Client = radiusClientAdministrationV1.RadiusClient;

/** A RADIUS client with its policy. */
export function showClient(output: Output, client: Client): void {
  output.facts([
    ['Name', client.name],
    ['Id', client.id],
    ['Network', client.network],
    ['Requires Message-Authenticator', yesNo(client.requireMessageAuthenticator)],
    [
      'Allows unsigned Proxy-State',
      client.allowUnsignedProxyState ? 'YES: anybody on the way can forge accepts' : 'no',
    ],
    ['Password encoding', client.passwordEncoding],
    ['Waits', duration(client.nasDeadlineSeconds)],
    ['Sends Class', yesNo(client.sendClass)],
    ['Address of the claimant in', client.clientAddressAttributes.join(', ')],
    ['Requests per second', client.requestsPerSecond === 0 ? '' : `at most ${client.requestsPerSecond}`],
    ['Secret changed', instant(client.secretChangedAtMilliseconds)],
    ['Earlier secret still accepted', yesNo(client.hasPreviousSecret)],
    ...policyFacts(client),
    ['Version', String(client.version)],
  ]);
}

function policyFacts({ policy }: Client): readonly (readonly [string, string])[] {
  if (policy === undefined) return [];
  const remembered =
    policy.rememberSeconds === 0
      ? 'never'
      : `${duration(policy.rememberSeconds)} per ${policy.rememberScope.replaceAll('_and_', ', ').replaceAll('_', ' ')}`;
  return [
    ['Password source', policy.passwordSource],
    ['Code entry', policy.codeEntry],
    ['Unknown users', policy.requireUserMatch ? 'refused' : 'pass with the password alone'],
    ['Methods', policy.allowedMethods.join(', ') || 'all'],
    ['OATH fallback', yesNo(policy.allowOathFallback)],
    ['Trusted networks', policy.trustedNetworks.join(', ')],
    ['Second factor remembered', remembered],
    ['Challenge rounds', String(policy.maxChallengeRounds)],
    ['Language', policy.language],
    ['Reply attributes', policy.replyAttributes.join('; ')],
    ...policy.groupReplyAttributes.map(
      ({ group, replyAttributes }) => [`  for group ${group}`, replyAttributes.join('; ')] as const,
    ),
  ];
}
