import { PORTAL_SESSION_ACCESS } from './session-access.ts';
import { SELF_SERVICE_ACCESS } from './self-service-access.ts';

/**
 * What a call through the user-portal needs. `anyone`: no session, as for signing in. `level`: `enrolling` is also open to
 * who has no method yet. `proof`: a factor proved in the last five minutes (changes of factors).
 */
export type PortalAccess = 'anyone' | { readonly level: 'enrolling' | 'full'; readonly proof?: boolean };

/** Every method that the user-portal may call. A method without a row is refused. */
export const PORTAL_ACCESS: Readonly<Record<string, PortalAccess>> = {
  'countersign.servers.v1.ServiceStateService/GetServiceState': 'anyone',
  ...PORTAL_SESSION_ACCESS,
  ...SELF_SERVICE_ACCESS,
};
