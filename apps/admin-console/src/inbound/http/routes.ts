import type { Route } from '@countersign/http';
import type { Core } from '../../core.ts';
import { journalRoutes } from './journal.routes.ts';
import { radiusRoutes } from './radius.routes.ts';
import { administratorRoutes } from './administrators.routes.ts';
import { reportRoutes } from './reports.routes.ts';
import { roleRoutes } from './roles.routes.ts';
import { serverRoutes } from './servers.routes.ts';
import { sessionRoutes } from './session.routes.ts';
import { setupRoutes } from './setup.routes.ts';
import { signInRoutes } from './sign-in.routes.ts';
import { signInLogRoutes } from './sign-ins.routes.ts';
import { standingRoutes } from './standings.routes.ts';
import { stateRoutes } from './state.routes.ts';
import { statusRoutes } from './status.routes.ts';
import { tokenRoutes } from './tokens.routes.ts';
import { mailRoutes } from './mail.routes.ts';
import { settingsRoutes } from './settings.routes.ts';
import { userActionRoutes } from './user-actions.routes.ts';
import { userJobRoutes } from './user-jobs.routes.ts';
import { userRoutes } from './users.routes.ts';

/** Every route of this door. The document of its API, the types of its pages and its access tests come from here. */
export const routes: readonly Route<Core>[] = [
  ...stateRoutes,
  ...settingsRoutes,
  ...mailRoutes,
  ...signInRoutes,
  ...sessionRoutes,
  ...setupRoutes,
  ...administratorRoutes,
  ...roleRoutes,
  ...serverRoutes,
  ...radiusRoutes,
  ...tokenRoutes,
  ...userRoutes,
  ...userActionRoutes,
  ...userJobRoutes,
  ...statusRoutes,
  ...signInLogRoutes,
  ...standingRoutes,
  ...journalRoutes,
  ...reportRoutes,
];
