import { authenticatorsV1 as wire } from '@countersign/contracts';
import { z } from 'zod';
import { defineRoute } from './define-route.ts';

const idParams = z.object({ id: z.string().max(64) });
const reason = z.string().max(500).optional();
const instantOrNull = z.iso.datetime().nullable();
/** The core takes files of twelve megabytes; in Base64 they are a third longer. */
const IMPORT_OCTETS = 17 * 1_048_576;
const IMPORT_MILLISECONDS = 60_000;

const tokenSchema = z.object({
  id: z.string(),
  serialNumber: z.string(),
  kind: z.string(),
  algorithm: z.string(),
  digits: z.number(),
  periodSeconds: z.number(),
  userId: z.string(),
  userName: z.string(),
  lastUsedAt: instantOrNull,
  driftSteps: z.number(),
  state: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  name: z.string(),
  boundAt: instantOrNull,
  createdAt: instantOrNull,
});

const importedSchema = z.object({
  rows: z.array(
    z.object({
      line: z.number(),
      serialNumber: z.string(),
      kind: z.string(),
      userName: z.string(),
      problem: z.string(),
    }),
  ),
  added: z.number(),
  failed: z.number(),
});

/** Generators of one-time passwords: the list, the import, and what is done to one of them. */
export const tokenRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/tokens',
      access: 'signed_in',
      summary: 'Tokens by serial number or owner, page by page.',
      query: z.object({
        search: z.string().max(100).default(''),
        state: z.string().default(''),
        kind: z.string().default(''),
        limit: z.coerce.number().int().min(0).max(200).default(0),
        cursor: z.string().max(512).default(''),
      }),
      answer: z.object({ items: z.array(tokenSchema), next: z.string().nullable(), total: z.number() }),
    },
    async ({ core, call, query }) => {
      const { tokens, nextCursor, total } = await core.authenticators.listTokens(query, call);
      return { items: tokens.map(toToken), next: nextCursor === '' ? null : nextCursor, total };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/tokens/import',
      access: 'signed_in',
      summary: 'Takes tokens from a PSKC or CSV file, or only says what would happen.',
      bodyLimitOctets: IMPORT_OCTETS,
      body: z.strictObject({
        format: z.enum(['pskc', 'oath_csv']),
        contentBase64: z.base64(),
        preSharedKeyHex: z.string().max(256).default(''),
        passphrase: z.string().max(1024).default(''),
        dryRun: z.boolean(),
        skipFailed: z.boolean().default(false),
      }),
      answer: importedSchema,
    },
    async ({ core, call, body }) => {
      const { contentBase64, ...rest } = body;
      const request = { ...rest, content: Buffer.from(contentBase64, 'base64') };
      const options = { ...call, deadlineMilliseconds: IMPORT_MILLISECONDS };
      return await core.authenticators.importAuthenticators(request, options);
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/tokens/assign',
      access: 'signed_in',
      summary: 'Gives a token that belongs to nobody to a user.',
      body: z.strictObject({ serialNumber: z.string().max(64), user: z.string().max(256) }),
      answer: z.object({ authenticatorId: z.string() }),
    },
    async ({ core, call, body }) => await core.authenticators.assignAuthenticator(body, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/tokens/:id/unassign',
      access: 'signed_in',
      summary: 'Takes a token away from its user.',
      params: idParams,
      body: z.strictObject({ reason }),
    },
    async ({ core, call, params, body }) =>
      void (await core.authenticators.unassignAuthenticator(
        { authenticator: params.id, reason: body.reason ?? '' },
        call,
      )),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/tokens/:id/state',
      access: 'signed_in',
      summary: 'Switches a token off or on, or ends it because it is lost.',
      params: idParams,
      body: z.strictObject({ state: z.enum(['active', 'suspended', 'revoked']), reason }),
    },
    async ({ core, call, params, body }) =>
      void (await core.authenticators.setAuthenticatorState(
        { authenticator: params.id, state: body.state, reason: body.reason ?? '' },
        call,
      )),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/tokens/:id/replace',
      access: 'signed_in',
      summary: 'Ends a lost token and gives its user another one.',
      params: idParams,
      body: z.strictObject({ serialNumber: z.string().max(64), reason }),
      answer: z.object({ authenticatorId: z.string() }),
    },
    async ({ core, call, params, body }) =>
      await core.authenticators.replaceAuthenticator(
        { authenticator: params.id, replacementSerialNumber: body.serialNumber, reason: body.reason ?? '' },
        call,
      ),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/tokens/:id/resync',
      access: 'signed_in',
      summary: 'Finds the clock or the counter of a token again by two codes that follow each other.',
      params: idParams,
      body: z.strictObject({
        user: z.string().max(256),
        firstCode: z.string().max(16),
        secondCode: z.string().max(16),
      }),
      answer: z.object({ drift: z.number() }),
    },
    async ({ core, call, params, body }) =>
      await core.authenticators.resyncAuthenticator({ authenticator: params.id, ...body }, call),
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/tokens/:id',
      access: 'signed_in',
      summary: 'Removes a token for good. Asks for a fresh proof.',
      params: idParams,
      query: z.object({ user: z.string().max(256).default('') }),
    },
    async ({ core, call, params, query }) =>
      void (await core.authenticators.removeAuthenticator({ user: query.user, authenticator: params.id }, call)),
  ),
];

function toToken(token: wire.Token): z.input<typeof tokenSchema> {
  const { lastUsedAtMilliseconds, boundAtMilliseconds, createdAtMilliseconds, ...same } = token;
  return {
    ...same,
    lastUsedAt: isoOrNull(lastUsedAtMilliseconds),
    boundAt: isoOrNull(boundAtMilliseconds),
    createdAt: isoOrNull(createdAtMilliseconds),
  };
}

function isoOrNull(milliseconds: number): string | null {
  return milliseconds === 0 ? null : new Date(milliseconds).toISOString();
}
