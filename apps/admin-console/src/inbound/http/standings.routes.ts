import type { operationsV1 } from '@countersign/contracts';
import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { instant, instantOrNull, nextOf, pageOfQuery, toInstant, toInstantOrNull } from './wire-times.ts';

const who = { userId: z.string(), userName: z.string() };
const reason = z.string().trim().min(1).max(500);
const userParams = z.object({ user: z.string().max(256) });

const bypassSchema = z.object({ ...who, grantedAt: instantOrNull, until: instant, by: z.string(), reason: z.string() });
const blockSchema = z.object({
  ...who,
  kind: z.string(),
  since: instantOrNull,
  until: instant,
  by: z.string(),
  reason: z.string(),
});
const changeSchema = z.object({
  ...who,
  sequence: z.number(),
  at: instant,
  action: z.string(),
  by: z.string(),
  reason: z.string(),
  signInId: z.string(),
});
const fraudSchema = z.object({
  ...who,
  id: z.string(),
  reportedAt: instant,
  channel: z.string(),
  application: z.string(),
  clientAddress: z.string(),
  signInId: z.string(),
  note: z.string(),
  isAutoBlocked: z.boolean(),
  verdict: z.string(),
  reviewedAt: instantOrNull,
  reviewedBy: z.string(),
  reviewNote: z.string(),
  attemptsBefore: z.number(),
});

/** One-time bypasses. */
const bypassRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/bypasses',
      access: 'signed_in',
      summary: 'Bypasses that nobody has used yet.',
      answer: z.object({ items: z.array(bypassSchema), next: z.string().nullable() }),
    },
    async ({ core, call }) => {
      const { bypasses } = await core.standings.listBypasses({}, call);
      const items = bypasses.map(({ grantedAtMilliseconds, untilMilliseconds, ...rest }) => ({
        ...rest,
        grantedAt: toInstantOrNull(grantedAtMilliseconds),
        until: toInstant(untilMilliseconds),
      }));
      return { items, next: null };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/bypasses',
      access: 'signed_in',
      summary: 'Lets the next sign-in of a user skip the second factor, once.',
      body: z.strictObject({ user: z.string().min(1).max(256), seconds: z.number().int().min(0).max(86_400), reason }),
      answer: z.object({ until: instant }),
    },
    async ({ core, body, call }) => {
      const request = { user: body.user, durationSeconds: body.seconds, reason: body.reason };
      const { bypassUntilMilliseconds } = await core.users.grantOneTimeBypass(request, call);
      return { until: toInstant(bypassUntilMilliseconds) };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/bypasses/:user/revoke',
      access: 'signed_in',
      summary: 'Takes a bypass back before it is used.',
      params: userParams,
      body: z.strictObject({ reason }),
    },
    async ({ core, params, body, call }) =>
      void (await core.standings.revokeBypass({ user: params.user, reason: body.reason }, call)),
  ),
];

/** Blocks and lockouts. */
const blockRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/blocks',
      access: 'signed_in',
      summary: 'Users whose sign-ins are all refused now.',
      answer: z.object({ items: z.array(blockSchema), next: z.string().nullable() }),
    },
    async ({ core, call }) => {
      const { blocks } = await core.standings.listBlocks({}, call);
      const items = blocks.map(({ sinceMilliseconds, untilMilliseconds, ...rest }) => ({
        ...rest,
        since: toInstantOrNull(sinceMilliseconds),
        until: toInstant(untilMilliseconds),
      }));
      return { items, next: null };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/blocks/:user/unblock',
      access: 'signed_in',
      summary: 'Ends a block.',
      params: userParams,
      body: z.strictObject({ reason }),
    },
    async ({ core, params, body, call }) =>
      void (await core.users.unblockUser({ user: params.user, reason: body.reason }, call)),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/blocks/:user/unlock',
      access: 'signed_in',
      summary: 'Ends a lockout and forgets the failures that led to it.',
      params: userParams,
    },
    async ({ core, params, call }) => void (await core.users.unlockUser({ user: params.user }, call)),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/standing-history',
      access: 'signed_in',
      summary: 'Bypasses or blocks of the past, newest first.',
      query: z.object({ kind: z.enum(['bypass', 'block']), user: z.string().max(256).default(''), ...pageOfQuery }),
      answer: z.object({ items: z.array(changeSchema), next: z.string().nullable() }),
    },
    async ({ core, query, call }) => {
      const { kind, user, limit, cursor } = query;
      const request = { kind, user, pageSize: limit, pageToken: cursor };
      const { changes, nextPageToken } = await core.standings.listStandingHistory(request, call);
      return { items: changes.map(toChange), next: nextOf(nextPageToken) };
    },
  ),
];

/** What users reported. */
const fraudRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/fraud-reports',
      access: 'signed_in',
      summary: 'Reports of sign-ins that were not the user, those to be reviewed first.',
      query: z.object({ state: z.enum(['', 'open', 'reviewed']).default(''), ...pageOfQuery }),
      answer: z.object({ items: z.array(fraudSchema), next: z.string().nullable() }),
    },
    async ({ core, query, call }) => {
      const { reports } = await core.standings.listFraudReports({ state: query.state, pageSize: query.limit }, call);
      return { items: reports.map(toFraudReport), next: null };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/fraud-reports/:id/review',
      access: 'signed_in',
      summary: 'Ends a report: a mistake unblocks the user, real fraud removes every method.',
      params: z.object({ id: z.string().max(64) }),
      body: z.strictObject({ verdict: z.enum(['mistake', 'real']), note: reason }),
      answer: fraudSchema,
    },
    async ({ core, params, body, call }) => {
      const { report } = await core.standings.reviewFraudReport({ id: params.id, ...body }, call);
      if (report === undefined) throw new Error('the core answered without a report');
      return toFraudReport(report);
    },
  ),
];

/** One-time bypasses, blocks and reports of fraud. */
export const standingRoutes = [...bypassRoutes, ...blockRoutes, ...fraudRoutes];

function toChange(change: operationsV1.StandingChange): z.input<typeof changeSchema> {
  const { userId, userName, sequence, atMilliseconds, action, by, reason: why, authenticationId } = change;
  return {
    userId,
    userName,
    sequence,
    at: toInstant(atMilliseconds),
    action,
    by,
    reason: why,
    signInId: authenticationId,
  };
}

function toFraudReport(report: operationsV1.FraudReport): z.input<typeof fraudSchema> {
  const { reportedAtMilliseconds, reviewedAtMilliseconds, relyingParty, authenticationId, ...rest } = report;
  return {
    ...rest,
    application: relyingParty,
    signInId: authenticationId,
    reportedAt: toInstant(reportedAtMilliseconds),
    reviewedAt: toInstantOrNull(reviewedAtMilliseconds),
  };
}
