import type { radiusClientAdministrationV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { createBuiltInDictionary, parseAttributeText } from '@countersign/radius';
import { type Command, Option } from 'commander';
import { collect, seconds, wholeNumber, yesOrNo } from '../../options.ts';

/** What `add` and `update` take alike; undefined: leave it as it is. */
export interface ClientOptions {
  readonly requireMessageAuthenticator?: boolean;
  readonly allowUnsignedProxyState?: boolean;
  readonly passwordEncoding?: string;
  readonly nasDeadline?: number;
  readonly sendClass?: boolean;
  readonly clientAddressAttribute?: readonly string[];
  readonly requestsPerSecond?: number;
  readonly passwordSource?: string;
  readonly codeEntry?: string;
  readonly requireUserMatch?: boolean;
  readonly method?: readonly string[];
  readonly oathFallback?: boolean;
  readonly trustedNetwork?: readonly string[];
  readonly remember?: number;
  readonly rememberScope?: string;
  readonly replyAttribute?: readonly string[];
  readonly groupReplyAttribute?: readonly string[];
  readonly maxChallengeRounds?: number;
  readonly language?: string;
}

type Client = radiusClientAdministrationV1.RadiusClient;
type Policy = radiusClientAdministrationV1.RelyingPartyPolicy;

/** Adds the options of a client and its policy. */
export function addClientOptions(command: Command): Command {
  return addPolicyOptions(
    command
      .option('--require-message-authenticator <yes|no>', 'refuse unsigned requests (yes; "no" is dangerous)', yesOrNo)
      .option('--allow-unsigned-proxy-state <yes|no>', 'exception for an old proxy', yesOrNo)
      .addOption(
        new Option('--password-encoding <name>', 'for passwords that are not UTF-8').choices([
          'windows-1252',
          'windows-1251',
          'iso-8859-1',
        ]),
      )
      .option('--nas-deadline <seconds>', 'how long the client waits in all', wholeNumber(1, 300))
      .option('--send-class <yes|no>', 'the authentication id in Class', yesOrNo)
      .option('--client-address-attribute <name>', "where the claimant's own address is (repeatable)", collect)
      .option('--requests-per-second <count>', 'most requests in a second; 0: no limit', wholeNumber(0, 100_000)),
  );
}

function addPolicyOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--password-source <where>', 'who checks the password').choices(['local', 'directory', 'none']),
    )
    .addOption(
      new Option('--code-entry <how>', 'how the code comes').choices([
        'challenge',
        'concatenated',
        'challenge_or_concatenated',
        'code_only',
      ]),
    )
    .option('--require-user-match <yes|no>', 'refuse users that are not known here', yesOrNo)
    .option('--method <method>', 'totp, hotp, text_message or recovery_code (repeatable; none given: all)', collect)
    .option('--oath-fallback <yes|no>', 'an OATH code answers any challenge', yesOrNo)
    .option('--trusted-network <cidr>', 'no second factor from there (repeatable)', collect)
    .option('--remember <duration>', 'remember a passed second factor: 8h; 0 never', seconds)
    .addOption(
      new Option('--remember-scope <scope>', 'what it is bound to').choices([
        'user',
        'user_and_relying_party',
        'user_and_relying_party_and_address',
      ]),
    )
    .option('--reply-attribute <Name=value>', 'attribute of every accept (repeatable)', collect)
    .option('--group-reply-attribute <group:Name=value>', 'attribute for members of a group (repeatable)', collect)
    .option('--max-challenge-rounds <count>', 'challenges of one sign-in', wholeNumber(1, 20))
    .addOption(new Option('--language <language>', 'of prompts where the user is not known').choices(['en', 'fr']));
}

/** The client with what the options say, checked where only this program can: the names and values of attributes. */
export function applyOptions(client: Client, policy: Policy, options: ClientOptions): Client {
  return {
    ...client,
    requireMessageAuthenticator: options.requireMessageAuthenticator ?? client.requireMessageAuthenticator,
    allowUnsignedProxyState: options.allowUnsignedProxyState ?? client.allowUnsignedProxyState,
    passwordEncoding: options.passwordEncoding ?? client.passwordEncoding,
    nasDeadlineSeconds: options.nasDeadline ?? client.nasDeadlineSeconds,
    sendClass: options.sendClass ?? client.sendClass,
    clientAddressAttributes: copyOf(options.clientAddressAttribute) ?? client.clientAddressAttributes,
    requestsPerSecond: options.requestsPerSecond ?? client.requestsPerSecond,
    policy: {
      ...policy,
      ...definedOf({
        passwordSource: options.passwordSource,
        codeEntry: options.codeEntry,
        requireUserMatch: options.requireUserMatch,
        allowOathFallback: options.oathFallback,
        rememberSeconds: options.remember,
        rememberScope: options.rememberScope,
        maxChallengeRounds: options.maxChallengeRounds,
        language: options.language,
        allowedMethods: copyOf(options.method),
        trustedNetworks: copyOf(options.trustedNetwork),
        replyAttributes: copyOf(options.replyAttribute?.map(checkAttribute)),
        groupReplyAttributes: groupsOf(options.groupReplyAttribute),
      }),
    },
  };
}

/** @throws DomainError `invalid_request` for an attribute that our dictionary does not know, or a value that does not fit */
export function checkAttribute(line: string): string {
  parseAttributeText(createBuiltInDictionary(), line);
  return line;
}

function groupsOf(lines: readonly string[] | undefined): Policy['groupReplyAttributes'] | undefined {
  if (lines === undefined) return undefined;
  const groups = new Map<string, string[]>();
  for (const line of lines) {
    const [, group, attribute] = /^([^:=]+):(.+)$/s.exec(line) ?? [];
    if (group === undefined || attribute === undefined) {
      throw new DomainError('invalid_request', `"${line}" is not of the form group:Name=value.`);
    }
    groups.set(group, [...(groups.get(group) ?? []), checkAttribute(attribute)]);
  }
  return [...groups].map(([group, replyAttributes]) => ({ group, replyAttributes }));
}

function copyOf(values: readonly string[] | undefined): string[] | undefined {
  return values === undefined ? undefined : [...values];
}

function definedOf(values: Partial<Policy>): Partial<Policy> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
