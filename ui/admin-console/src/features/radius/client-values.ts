import type { ApiInput } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';
import * as z from 'zod/mini';
import type { Client } from './types.ts';

type AddBody = ApiInput<ConsoleApi['POST /api/radius/clients']>['body'];
type Policy = Client['policy'];

/** Methods that a policy can allow over RADIUS. */
export const METHODS = ['totp', 'hotp', 'text_message', 'recovery_code'] as const;

/** What the form of a client holds. */
export const clientValuesSchema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  network: z.string().check(z.trim(), z.minLength(1), z.maxLength(64)),
  secret: z.string().check(z.maxLength(128)),
  nasDeadlineSeconds: z.number().check(z.minimum(1), z.maximum(300)),
  requestsPerSecond: z.number().check(z.minimum(0), z.maximum(100_000)),
  requireMessageAuthenticator: z.boolean(),
  allowUnsignedProxyState: z.boolean(),
  sendClass: z.boolean(),
  passwordEncoding: z.string(),
  clientAddressAttributes: z.string(),
  passwordSource: z.string(),
  codeEntry: z.string(),
  totp: z.boolean(),
  hotp: z.boolean(),
  text_message: z.boolean(),
  recovery_code: z.boolean(),
  requireUserMatch: z.boolean(),
  trustedNetworks: z.string(),
  replyAttributes: z.string(),
});

/** See {@link clientValuesSchema}. */
export type ClientValues = z.infer<typeof clientValuesSchema>;

const NEW_POLICY: Policy = {
  passwordSource: 'local',
  codeEntry: 'challenge_or_concatenated',
  requireUserMatch: true,
  allowedMethods: [...METHODS],
  allowOathFallback: true,
  trustedNetworks: [],
  rememberSeconds: 0,
  rememberScope: '',
  replyAttributes: [],
  groupReplyAttributes: [],
  maxChallengeRounds: 0,
  language: '',
};

/** The values of a client that does not exist yet. */
export function newValues(given: { readonly name: string; readonly network: string }): ClientValues {
  return {
    ...given,
    secret: '',
    nasDeadlineSeconds: 60,
    requestsPerSecond: 0,
    requireMessageAuthenticator: true,
    allowUnsignedProxyState: false,
    sendClass: true,
    passwordEncoding: '',
    clientAddressAttributes: '',
    ...policyValues(NEW_POLICY),
  };
}

/** The values of a client as it is. */
export function valuesOf(client: Client): ClientValues {
  const { name, network, nasDeadlineSeconds, requestsPerSecond, sendClass, passwordEncoding } = client;
  return {
    ...{ name, network, nasDeadlineSeconds, requestsPerSecond, sendClass, passwordEncoding },
    secret: '',
    requireMessageAuthenticator: client.requireMessageAuthenticator,
    allowUnsignedProxyState: client.allowUnsignedProxyState,
    clientAddressAttributes: client.clientAddressAttributes.join('\n'),
    ...policyValues(client.policy),
  };
}

/** The values as the door wants them; what the form does not show of a policy stays as it was. */
export function bodyOf(
  values: ClientValues,
  before: Policy = NEW_POLICY,
): Omit<AddBody, 'secret'> & { policy: Policy } {
  const { name, network, nasDeadlineSeconds, requestsPerSecond, sendClass, passwordEncoding } = values;
  return {
    ...{ name, network, nasDeadlineSeconds, requestsPerSecond, sendClass, passwordEncoding },
    requireMessageAuthenticator: values.requireMessageAuthenticator,
    allowUnsignedProxyState: values.allowUnsignedProxyState,
    clientAddressAttributes: lines(values.clientAddressAttributes),
    policy: {
      ...before,
      passwordSource: values.passwordSource,
      codeEntry: values.codeEntry,
      allowedMethods: METHODS.filter((method) => values[method]),
      requireUserMatch: values.requireUserMatch,
      trustedNetworks: lines(values.trustedNetworks),
      replyAttributes: lines(values.replyAttributes),
    },
  };
}

function policyValues(policy: Policy) {
  const has = (method: string) => policy.allowedMethods.includes(method);
  return {
    passwordSource: policy.passwordSource,
    codeEntry: policy.codeEntry,
    totp: has('totp'),
    hotp: has('hotp'),
    text_message: has('text_message'),
    recovery_code: has('recovery_code'),
    requireUserMatch: policy.requireUserMatch,
    trustedNetworks: policy.trustedNetworks.join('\n'),
    replyAttributes: policy.replyAttributes.join('\n'),
  };
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
