import { enrollmentRoutes } from './enrollment.routes.ts';
import { ownAccountRoutes } from './own-account.routes.ts';
import { ownMethodRoutes } from './own-methods.routes.ts';
import { ownSecretRoutes } from './own-secrets.routes.ts';

/** Everything that people do for themselves. */
export const selfServiceRoutes = [...ownMethodRoutes, ...enrollmentRoutes, ...ownSecretRoutes, ...ownAccountRoutes];
