import { z } from 'zod';
import { defineRoute } from './define-route.ts';

const stateSchema = z.object({
  mode: z.enum(['normal', 'read_only', 'down']),
  master: z.string().nullable(),
  server: z.string(),
});

/** What every page shows of the installation, before and after sign-in. */
export const stateRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/state',
      access: 'anyone',
      summary: 'Whether changes are possible, which server is master and which one answers.',
      answer: stateSchema,
    },
    ({ core }) => Promise.resolve(core.state.current),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/events',
      access: 'anyone',
      summary: 'A stream of events: the state now and at each change.',
      answer: 'events',
    },
    ({ core, signal }) => core.state.follow(signal),
  ),
];
