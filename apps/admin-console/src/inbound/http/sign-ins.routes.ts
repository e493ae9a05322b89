import type { operationsV1 } from '@countersign/contracts';
import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { instant, instantOfQuery, nextOf, pageOfQuery, toInstant } from './wire-times.ts';

const facts = z.record(z.string(), z.string());

const attemptSchema = z.object({
  id: z.string(),
  startedAt: instant,
  endedAt: instant,
  userId: z.string(),
  userName: z.string(),
  application: z.string(),
  outcome: z.string(),
  reason: z.string(),
  method: z.string(),
  basis: z.string(),
  server: z.string(),
  clientAddress: z.string(),
  callingStation: z.string(),
  isWaiting: z.boolean(),
  sequence: z.number(),
});

const stepSchema = z.object({
  at: instant,
  what: z.string(),
  result: z.string(),
  tookMilliseconds: z.number(),
  facts,
  sequence: z.number(),
});

/** Who signed in, who was refused, and why. */
export const signInLogRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/sign-ins',
      access: 'signed_in',
      summary: 'Sign-ins, newest first; those that still wait in Redis come first.',
      query: z.object({
        user: z.string().max(256).default(''),
        application: z.string().max(256).default(''),
        outcome: z.string().max(32).default(''),
        reason: z.string().max(64).default(''),
        method: z.string().max(64).default(''),
        server: z.string().max(128).default(''),
        from: instantOfQuery,
        to: instantOfQuery,
        after: z.coerce.number().int().min(0).default(0),
        ...pageOfQuery,
      }),
      answer: z.object({ items: z.array(attemptSchema), next: z.string().nullable() }),
    },
    async ({ core, query, call }) => {
      const { application, from, to, after, limit, cursor, ...rest } = query;
      const request = {
        ...rest,
        relyingParty: application,
        fromMilliseconds: from,
        toMilliseconds: to,
        afterSequence: after,
        pageSize: limit,
        pageToken: cursor,
      };
      const { attempts, nextPageToken } = await core.signInLog.searchAttempts(request, call);
      return { items: attempts.map(toAttempt), next: nextOf(nextPageToken) };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/sign-ins/:id',
      access: 'signed_in',
      summary: 'One sign-in from the packet to the reply, over all its rounds.',
      params: z.object({ id: z.string().max(64) }),
      answer: z.object({ attempt: attemptSchema, steps: z.array(stepSchema) }),
    },
    async ({ core, params, call }) => {
      const { attempt, steps } = await core.signInLog.getAttempt({ authenticationId: params.id }, call);
      if (attempt === undefined) throw new Error('the core answered without a sign-in');
      return {
        attempt: toAttempt(attempt),
        steps: steps.map(({ atMilliseconds, ...step }) => ({ ...step, at: toInstant(atMilliseconds) })),
      };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/applications',
      access: 'signed_in',
      summary: 'The systems that ask for sign-ins, by name.',
      answer: z.object({
        items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
        next: z.string().nullable(),
      }),
    },
    async ({ core, call }) => ({ items: (await core.signInLog.listApplications({}, call)).applications, next: null }),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/sign-in-explanation',
      access: 'signed_in',
      summary: 'What would happen if this user signed in there now; nothing is changed.',
      query: z.object({
        user: z.string().min(1).max(256),
        applicationId: z.string().min(1).max(64),
        address: z.string().max(64).default(''),
      }),
      answer: z.object({
        outcome: z.string(),
        reason: z.string(),
        basis: z.string(),
        method: z.string(),
        steps: z.array(z.object({ check: z.string(), result: z.string(), facts })),
      }),
    },
    async ({ core, query, call }) => {
      const request = { user: query.user, relyingPartyId: query.applicationId, clientAddress: query.address };
      return await core.signInLog.explainSignIn(request, call);
    },
  ),
];

function toAttempt(attempt: operationsV1.Attempt): z.input<typeof attemptSchema> {
  const { authenticationId, relyingParty, startedAtMilliseconds, endedAtMilliseconds, ...rest } = attempt;
  return {
    ...rest,
    id: authenticationId,
    application: relyingParty,
    startedAt: toInstant(startedAtMilliseconds),
    endedAt: toInstant(endedAtMilliseconds),
  };
}
