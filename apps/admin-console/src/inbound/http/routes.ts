import type { Route } from '@countersign/http';
import type { Core } from '../../core.ts';
import { radiusRoutes } from './radius.routes.ts';
import { tokenRoutes } from './tokens.routes.ts';
import { stateRoutes } from './state.routes.ts';

/** Every route of this door. The document of its API, the types of its pages and its access tests come from here. */
export const routes: readonly Route<Core>[] = [...stateRoutes, ...radiusRoutes, ...tokenRoutes];
