import { defaultRelyingPartyPolicy, networkText, parseNetwork } from '@countersign/domain';
import { z } from 'zod';
import { count, recordId, requiredText, secret, texts, wordOrEmpty } from '../../../administration/index.ts';
import { PASSWORD_ENCODINGS, type RadiusClientFields } from '../../application/ports/radius-client.ts';
import { policySchema } from './policy.schema.ts';

const MAX_SECRET_OCTETS = 128;
const MIN_SECRET_OCTETS = 16;
const YEAR_SECONDS = 366 * 86_400;
const DEFAULT_DEADLINE_SECONDS = 10;

/** An address or a network without host bits, in CIDR notation. */
function network() {
  return requiredText(64).transform((value, context): string => {
    const text = networkText(value);
    if (text !== undefined && parseNetwork(value) !== undefined) return text;
    const message =
      text === undefined
        ? 'must be an address or a network such as 192.0.2.10 or 192.0.2.0/24'
        : `has bits set past the prefix: ${text} is meant`;
    context.addIssue({ code: 'custom', input: value, message });
    return z.NEVER;
  });
}

const clientFields = {
  name: requiredText(100),
  network: network(),
  requireMessageAuthenticator: z.boolean(),
  allowUnsignedProxyState: z.boolean(),
  passwordEncoding: wordOrEmpty(PASSWORD_ENCODINGS).transform((word) => word ?? ('' as const)),
  nasDeadlineSeconds: count({ max: 300 }).transform((seconds) => (seconds === 0 ? DEFAULT_DEADLINE_SECONDS : seconds)),
  sendClass: z.boolean(),
  clientAddressAttributes: texts({ maxItems: 10, max: 64 }),
  requestsPerSecond: count({ max: 100_000 }),
  policy: policySchema.optional().transform((policy) => policy ?? defaultRelyingPartyPolicy),
};

/** Eight characters fall to one graphics card in about a day: what people bring must be twice that. */
const sharedSecret = () =>
  secret({ max: MAX_SECRET_OCTETS }).refine((given) => given === undefined || given.length >= MIN_SECRET_OCTETS, {
    error: `must have at least ${MIN_SECRET_OCTETS} octets; leave it out to have a good one made`,
  });

export const addClientSchema = z
  .object({ ...clientFields, secret: sharedSecret() })
  .transform(({ secret: given, ...fields }) => {
    return { fields: fields satisfies RadiusClientFields, secret: given };
  });

export const updateClientSchema = z.object({
  id: recordId(),
  version: count(),
  client: z.object(clientFields, { error: 'must hold the client' }),
});

export const rotateSchema = z.object({
  id: recordId(),
  secret: sharedSecret(),
  retirePreviousAfterSeconds: count({ max: YEAR_SECONDS }),
});

export const clientIdSchema = z.object({ id: recordId() });
