import { routesOf } from '@countersign/http';
import type { Core } from '../../core.ts';

/** A route of this door; its handler gets the clients of the core. */
export const defineRoute = routesOf<Core>();
