import type { Route } from '@countersign/http';
import type { Core } from '../../core.ts';
import { selfServiceRoutes } from './self-service.routes.ts';
import { sessionRoutes } from './session.routes.ts';
import { signInRoutes } from './sign-in.routes.ts';
import { stateRoutes } from './state.routes.ts';

/** Every route of this door. The document of its API, the types of its pages and its access tests come from here. */
export const routes: readonly Route<Core>[] = [...stateRoutes, ...signInRoutes, ...sessionRoutes, ...selfServiceRoutes];
