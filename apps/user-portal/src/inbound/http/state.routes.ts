import { isDomainError } from '@countersign/errors';
import { followSession } from '@countersign/http';
import type { RpcCallOptions } from '@countersign/rpc';
import { z } from 'zod';
import type { Core } from '../../core.ts';
import { defineRoute } from './define-route.ts';

/** Whoever is signed out elsewhere sees it within two seconds. */
const SESSION_MILLISECONDS = 1500;

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
      summary: 'A stream of events: the state now and at each change, and the end of the session.',
      answer: 'events',
    },
    ({ core, call, session, signal }) => {
      const events = core.state.follow(signal);
      if (session === undefined) return events;
      const isOver = () => isSessionOver(core, { ...call, signal });
      return followSession(events, { isOver, everyMilliseconds: SESSION_MILLISECONDS, signal });
    },
  ),
];

/** Looks only: a page that is open and not used does not keep the session alive. */
async function isSessionOver({ sessions }: Core, call: RpcCallOptions): Promise<boolean> {
  try {
    await sessions.getSession({ isQuiet: true }, call);
    return false;
  } catch (error) {
    if (isDomainError(error, 'sign_in_required')) return true;
    throw error;
  }
}
