import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { instant, instantSchema, preferencesSchema } from './self-service.schemas.ts';

type PreferencesInput = z.input<typeof preferencesSchema>;
const activitySchema = z.object({
  id: z.string(),
  occurredAt: instantSchema,
  kind: z.enum(['sign_in', 'change']),
  application: z.string(),
  clientAddress: z.string(),
  method: z.string(),
  outcome: z.string(),
  action: z.string(),
  isReported: z.boolean(),
});

/** Preferences, one-time bypass and activity. */
export const ownAccountRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/preferences',
      access: 'signed_in',
      summary: 'Languages, theme and time zone.',
      answer: z.object({ preferences: preferencesSchema, canSelectLanguage: z.boolean(), maskedMail: z.string() }),
    },
    async ({ core, call }) => {
      const { preferences, ...rest } = await core.ownAccount.getPreferences({}, call);
      return { ...rest, preferences: preferences as PreferencesInput };
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/preferences',
      access: 'signed_in',
      summary: 'Sets languages, theme and time zone.',
      body: preferencesSchema,
      answer: preferencesSchema,
    },
    async ({ core, call, body }) =>
      (await core.ownAccount.setPreferences({ preferences: body }, call)).preferences as PreferencesInput,
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/bypass',
      access: 'signed_in',
      summary: 'Whether the next sign-in skips the second factor, and until when.',
      answer: z.object({
        isAllowed: z.boolean(),
        canEditSeconds: z.boolean(),
        defaultSeconds: z.number(),
        longestSeconds: z.number(),
        expiresAt: instantSchema,
      }),
    },
    async ({ core, call }) => {
      const { expiresAt, ...rest } = await core.ownAccount.getBypass({}, call);
      return { ...rest, expiresAt: instant(expiresAt) };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/bypass',
      access: 'signed_in',
      summary: 'Lets the next sign-in skip the second factor, once.',
      body: z.strictObject({
        seconds: z.number().int().min(0).max(86_400).default(0),
        reason: z.string().trim().max(200).default(''),
      }),
      answer: z.object({ expiresAt: instantSchema }),
    },
    async ({ core, call, body }) => ({ expiresAt: instant((await core.ownAccount.startBypass(body, call)).expiresAt) }),
  ),
  defineRoute(
    { method: 'DELETE', path: '/api/bypass', access: 'signed_in', summary: 'Takes the bypass back.' },
    async ({ core, call }) => void (await core.ownAccount.cancelBypass({}, call)),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/activity',
      access: 'signed_in',
      summary: 'Own sign-ins and changes, newest first.',
      query: z.object({
        limit: z.coerce.number().int().min(1).max(100).default(30),
        cursor: z.string().max(64).default(''),
      }),
      answer: z.object({ items: z.array(activitySchema), next: z.string().nullable() }),
    },
    async ({ core, call, query }) => {
      const { entries, next } = await core.ownAccount.listActivity({ before: query.cursor, limit: query.limit }, call);
      const items = entries.map((entry) => ({
        ...entry,
        kind: entry.kind as 'sign_in' | 'change',
        occurredAt: instant(entry.occurredAt),
      }));
      return { items, next: next === '' ? null : next };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/activity/report',
      access: 'signed_in',
      summary: '"This wasn’t me": reports it, ends other sessions, blocks the account if wanted.',
      body: z.strictObject({
        entryId: z.string().max(64).default(''),
        shouldBlock: z.boolean(),
        note: z.string().trim().max(500).default(''),
      }),
      answer: z.object({ reportId: z.string(), isBlocked: z.boolean() }),
    },
    async ({ core, call, body, clearSession }) => {
      const answer = await core.ownAccount.reportFraud(body, call);
      if (answer.isBlocked) clearSession();
      return answer;
    },
  ),
];
