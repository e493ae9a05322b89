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
  'countersign.relying_parties.v1.RadiusClientAdministrationService/ListRadiusClients': { permission: 'radius.read' },
  'countersign.relying_parties.v1.RadiusClientAdministrationService/GetRadiusTraffic': { permission: 'radius.read' },
  'countersign.relying_parties.v1.RadiusClientAdministrationService/ListRadiusPackets': { permission: 'radius.read' },
  'countersign.relying_parties.v1.RadiusClientAdministrationService/AddRadiusClient': { permission: 'radius.write' },
  'countersign.relying_parties.v1.RadiusClientAdministrationService/UpdateRadiusClient': { permission: 'radius.write' },
  'countersign.relying_parties.v1.RadiusClientAdministrationService/RotateRadiusClientSecret': {
    permission: 'radius.write',
    proof: true,
  },
  'countersign.relying_parties.v1.RadiusClientAdministrationService/RemoveRadiusClient': {
    permission: 'radius.write',
    proof: true,
  },
  'countersign.relying_parties.v1.RadiusClientAdministrationService/TestRadiusClient': { permission: 'radius.test' },
  'countersign.authenticators.v1.AuthenticatorAdministrationService/ListTokens': { permission: 'token.read' },
  'countersign.authenticators.v1.AuthenticatorAdministrationService/ImportAuthenticators': {
    permission: 'token.write',
  },
  'countersign.authenticators.v1.AuthenticatorAdministrationService/AssignAuthenticator': { permission: 'token.write' },
  'countersign.authenticators.v1.AuthenticatorAdministrationService/UnassignAuthenticator': {
    permission: 'token.write',
  },
  'countersign.authenticators.v1.AuthenticatorAdministrationService/ResyncAuthenticator': { permission: 'token.write' },
  'countersign.authenticators.v1.AuthenticatorAdministrationService/SetAuthenticatorState': {
    permission: 'token.write',
  },
  'countersign.authenticators.v1.AuthenticatorAdministrationService/ReplaceAuthenticator': {
    permission: 'token.write',
  },
  'countersign.authenticators.v1.AuthenticatorAdministrationService/RemoveAuthenticator': {
    permission: 'token.write',
    proof: true,
  },
};
