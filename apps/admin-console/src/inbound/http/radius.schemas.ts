import type { radiusClientAdministrationV1 as admin, radiusClientsV1 as feed } from '@countersign/contracts';
import { z } from 'zod';

/** ISO 8601, UTC. */
const instant = z.iso.datetime();
const instantOrNull = instant.nullable();

const policySchema = z.object({
  passwordSource: z.string(),
  codeEntry: z.string(),
  requireUserMatch: z.boolean(),
  allowedMethods: z.array(z.string()).max(1000),
  allowOathFallback: z.boolean(),
  trustedNetworks: z.array(z.string()).max(1000),
  rememberSeconds: z.number(),
  rememberScope: z.string(),
  replyAttributes: z.array(z.string()).max(1000),
  groupReplyAttributes: z.array(z.object({ group: z.string(), replyAttributes: z.array(z.string()) })).max(1000),
  maxChallengeRounds: z.number(),
  language: z.string(),
});

const clientFields = {
  name: z.string(),
  network: z.string(),
  requireMessageAuthenticator: z.boolean(),
  allowUnsignedProxyState: z.boolean(),
  passwordEncoding: z.string(),
  nasDeadlineSeconds: z.number(),
  sendClass: z.boolean(),
  clientAddressAttributes: z.array(z.string()).max(100),
  requestsPerSecond: z.number(),
};

export const clientSchema = z.object({
  id: z.string(),
  version: z.number(),
  ...clientFields,
  secretChangedAt: instant,
  previousSecretRetiresAt: instantOrNull,
  policy: policySchema,
});

export const numbersSchema = z.object({
  requests: z.number(),
  accepts: z.number(),
  rejects: z.number(),
  challenges: z.number(),
  discards: z.number(),
  signatureFailures: z.number(),
  lastSignatureFailureAt: instantOrNull,
  unreadablePasswords: z.number(),
  lastUnreadablePasswordAt: instantOrNull,
  lastPacketAt: instantOrNull,
  lastProblem: z.string(),
  lastProblemAt: instantOrNull,
  requestsPerMinute: z.number(),
  retransmissions: z.number(),
  slowestReplyMilliseconds: z.number(),
});

export const adviceSchema = z.object({
  kind: z.string(),
  need: z.string(),
  deadlineSeconds: z.number(),
  neededSeconds: z.number(),
  observedMilliseconds: z.number(),
  count: z.number(),
});

/** A client with what it does and what is advised. */
export const listedClientSchema = clientSchema.extend({ numbers: numbersSchema, advice: z.array(adviceSchema) });

export const radiusSchema = z.object({
  items: z.array(listedClientSchema),
  next: z.null(),
  total: z.number(),
  gateways: z.array(z.object({ name: z.string(), startedAt: instant, lastReportAt: instant })),
  unknownSenders: z.array(
    z.object({
      address: z.string(),
      count: z.number(),
      firstSeenAt: instant,
      lastSeenAt: instant,
      claimedName: z.string(),
      lastCode: z.number(),
    }),
  ),
});

const attributesSchema = z.array(z.object({ name: z.string(), value: z.string() }));

export const packetSchema = z.object({
  receivedAt: instant,
  address: z.string(),
  port: z.number(),
  code: z.number(),
  identifier: z.number(),
  octets: z.number(),
  messageAuthenticator: z.string(),
  attributes: attributesSchema,
  outcome: z.string(),
  replyCode: z.number(),
  reason: z.string(),
  replyAttributes: attributesSchema,
  milliseconds: z.number(),
  authenticationId: z.string(),
  isTest: z.boolean(),
  isAccounting: z.boolean(),
  gateway: z.string(),
});

export const packetsSchema = z.object({
  items: z.array(packetSchema),
  next: z.null(),
  missingGateways: z.array(z.string()),
});

const secretText = z.string().max(128);

export const addBody = z.strictObject({
  ...clientFields,
  secret: secretText.optional(),
  policy: policySchema.optional(),
});
export const updateBody = z.strictObject({ ...clientFields, version: z.number(), policy: policySchema });
export const rotateBody = z.strictObject({ secret: secretText.optional(), retirePreviousAfterSeconds: z.number() });
export const testBody = z.strictObject({
  userName: z.string().max(253).optional(),
  password: secretText.optional(),
  secret: secretText.optional(),
});
export const withSecretSchema = z.object({ client: clientSchema, generatedSecret: z.string().nullable() });
export const testedSchema = z.object({
  secretComparison: z.string(),
  outcome: z.string(),
  packet: packetSchema.nullable(),
  gateway: z.string(),
  target: z.string(),
});

/** A client as JSON. */
export function toClient(client: admin.RadiusClient): z.input<typeof clientSchema> {
  const { relyingPartyId: _party, hasPreviousSecret: _has, policy, ...rest } = client;
  const { secretChangedAtMilliseconds, previousSecretRetiresAtMilliseconds, ...same } = rest;
  if (policy === undefined) throw new Error('the core gave a client without its policy');
  return {
    ...same,
    policy,
    secretChangedAt: iso(secretChangedAtMilliseconds),
    previousSecretRetiresAt: isoOrNull(previousSecretRetiresAtMilliseconds),
  };
}

/** The numbers of a client as JSON. */
export function toNumbers(numbers: feed.ClientTraffic): z.input<typeof numbersSchema> {
  return {
    ...numbers,
    lastSignatureFailureAt: isoOrNull(numbers.lastSignatureFailureAtMilliseconds),
    lastUnreadablePasswordAt: isoOrNull(numbers.lastUnreadablePasswordAtMilliseconds),
    lastPacketAt: isoOrNull(numbers.lastPacketAtMilliseconds),
    lastProblemAt: isoOrNull(numbers.lastProblemAtMilliseconds),
  };
}

/** A packet as JSON. */
export function toPacket(packet: feed.TracedPacket): z.input<typeof packetSchema> {
  const { receivedAtMilliseconds, authenticationId, ...same } = packet;
  return { ...same, receivedAt: iso(receivedAtMilliseconds), authenticationId: uuidText(authenticationId) };
}

/** Milliseconds since 1970 as text. */
export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function isoOrNull(milliseconds: number): string | null {
  return milliseconds === 0 ? null : iso(milliseconds);
}

/** As the journal writes it; empty without one. */
function uuidText(octets: Buffer): string {
  if (octets.length !== 16) return '';
  const hex = octets.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
