import type { Permission } from '@countersign/domain';

/**
 * What a call through the admin-console needs. `anyone`: no session, as for signing in. `permission` left out: any
 * administrator who is signed in. `proof`: a factor proved in the last five minutes (the dangerous acts).
 */
export type ConsoleAccess = 'anyone' | { readonly permission?: Permission; readonly proof?: boolean };

/** Every method that the admin-console may call. A method without a row is refused. */
export const CONSOLE_ACCESS: Readonly<Record<string, ConsoleAccess>> = {
  'countersign.servers.v1.ServiceStateService/GetServiceState': 'anyone',
  'countersign.users.v1.UserAdministrationService/GetUser': { permission: 'user.read' },
  'countersign.users.v1.UserAdministrationService/UnlockUser': { permission: 'user.unlock' },
  'countersign.users.v1.UserAdministrationService/BlockUser': { permission: 'user.block' },
  'countersign.users.v1.UserAdministrationService/UnblockUser': { permission: 'user.block' },
  'countersign.users.v1.UserAdministrationService/GrantOneTimeBypass': { permission: 'user.bypass' },
  'countersign.servers.v1.ServerAdministrationService/ListServers': { permission: 'cluster.read' },
};
