import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { listedSessionSchema, sessionSchema, toListed, toSession } from './session.schemas.ts';

/** The open session, and all sessions of the person. */
export const sessionRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/session',
      access: 'signed_in',
      summary: 'Who is signed in and until when; keeps the session alive unless it only looks.',
      query: z.object({ quiet: z.enum(['true', 'false']).default('false') }),
      answer: sessionSchema,
    },
    async ({ core, call, query }) =>
      toSession(await core.sessions.getSession({ isQuiet: query.quiet === 'true' }, call)),
  ),
  defineRoute(
    { method: 'POST', path: '/api/sign-out', access: 'anyone', summary: 'Ends this session.' },
    async ({ core, call, clearSession }) => {
      await core.sessions.signOut({}, call);
      clearSession();
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/sign-out-everywhere',
      access: 'signed_in',
      summary: 'Ends every session of the person, or every other one.',
      body: z.strictObject({ exceptThis: z.boolean().default(false) }),
    },
    async ({ core, call, body, clearSession }) => {
      await core.sessions.signOutEverywhere(body, call);
      if (!body.exceptThis) clearSession();
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/sessions',
      access: 'signed_in',
      summary: 'The open sessions of the person, newest first.',
      answer: z.object({ items: z.array(listedSessionSchema), next: z.null() }),
    },
    async ({ core, call }) => ({
      items: (await core.sessions.listSessions({}, call)).sessions.map(toListed),
      next: null,
    }),
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/sessions/:id',
      access: 'signed_in',
      summary: 'Ends one session of the person.',
      params: z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) }),
    },
    async ({ core, call, params }) => void (await core.sessions.endSession(params, call)),
  ),
];
