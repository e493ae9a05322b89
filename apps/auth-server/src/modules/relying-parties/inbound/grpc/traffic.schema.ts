import { z } from 'zod';
import { count, recordId, requiredText, secret, text } from '../../../administration/index.ts';
import {
  type ClientTraffic,
  type RadiusTestResult,
  type TracedPacket,
  type TrafficReport,
  UNKNOWN_SENDERS,
} from '../../application/ports/traffic-memory.ts';

const MAX_CLIENTS = 10_000;
const MAX_SENDERS = 100;
const MAX_LISTS = 100;
const MAX_PACKETS = 50;
const MAX_ATTRIBUTES = 200;
const MAX_RESULTS = 20;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const LONE = /\p{Surrogate}/gu;

/** What came off the wire: shown as it is, but for what a page cannot hold. */
const deviceText = (max: number) =>
  z.string().transform((value) => value.replaceAll(LONE, '?').replaceAll(UNSEEN, '?').slice(0, max));
const octet = () => count({ max: 255 });

const clientSchema = z.object({
  clientId: recordId(),
  requests: count(),
  accepts: count(),
  rejects: count(),
  challenges: count(),
  discards: count(),
  signatureFailures: count(),
  lastSignatureFailureAtMilliseconds: count(),
  unreadablePasswords: count(),
  lastUnreadablePasswordAtMilliseconds: count(),
  lastPacketAtMilliseconds: count(),
  lastProblem: deviceText(64),
  lastProblemAtMilliseconds: count(),
  requestsPerMinute: count(),
  retransmissions: count(),
  longestRetransmissionMilliseconds: count(),
  retransmissionMilliseconds: count(),
  slowestReplyMilliseconds: count(),
}) satisfies z.ZodType<ClientTraffic>;

const senderSchema = z.object({
  address: deviceText(64),
  count: count(),
  firstSeenAtMilliseconds: count(),
  lastSeenAtMilliseconds: count(),
  claimedName: deviceText(64),
  lastCode: octet(),
});

const attributesSchema = z.array(z.object({ name: deviceText(64), value: deviceText(256) })).max(MAX_ATTRIBUTES);

const packetSchema = z.object({
  receivedAtMilliseconds: count(),
  address: deviceText(64),
  port: count({ max: 65_535 }),
  code: octet(),
  identifier: octet(),
  octets: count({ max: 65_535 }),
  messageAuthenticator: deviceText(16),
  attributes: attributesSchema,
  outcome: deviceText(16),
  replyCode: octet(),
  reason: deviceText(64),
  replyAttributes: attributesSchema,
  milliseconds: count(),
  authenticationId: z.instanceof(Uint8Array).transform((value) => Buffer.from(value).toString('hex').slice(0, 32)),
  isTest: z.boolean(),
  isAccounting: z.boolean(),
  gateway: deviceText(64),
}) satisfies z.ZodType<TracedPacket>;

const resultSchema = z.object({
  id: recordId(),
  outcome: deviceText(32),
  packet: packetSchema.optional().transform((packet) => packet ?? undefined),
  target: deviceText(64),
});

/** The id of a client, or the word for all unknown addresses. */
const key = () => z.union([z.literal(UNKNOWN_SENDERS), recordId()]);

export const reportSchema = z
  .object({
    gateway: requiredText(64),
    startedAtMilliseconds: count(),
    clients: z.array(clientSchema).max(MAX_CLIENTS),
    unknownSenders: z.array(senderSchema).max(MAX_SENDERS),
    hasUnknownSenders: z.boolean(),
    packetLists: z.array(z.object({ key: key(), packets: z.array(packetSchema).max(MAX_PACKETS) })).max(MAX_LISTS),
    testResults: z.array(resultSchema).max(MAX_RESULTS),
  })
  .transform(
    ({ hasUnknownSenders, unknownSenders, testResults, ...rest }): TrafficReport => ({
      ...rest,
      unknownSenders: hasUnknownSenders ? unknownSenders : undefined,
      testResults: testResults.map(({ packet, ...result }): RadiusTestResult => ({ ...result, packet })),
    }),
  );

export const packetsSchema = z.object({ key: key() });

export const testSchema = z.object({
  id: recordId(),
  userName: text({ max: 253 }),
  password: secret({ max: 128 }),
  secret: secret({ max: 128 }),
});
