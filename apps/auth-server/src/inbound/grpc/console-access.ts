import type { Permission } from '@countersign/domain';
import { USERS_ACCESS } from './users-access.ts';
import { CONSOLE_SESSION_ACCESS } from './session-access.ts';

/**
 * What a call through the admin-console needs. `anyone`: no session, as for signing in. `permission` left out: any
 * administrator who is signed in. `proof`: a factor proved in the last five minutes (the dangerous acts).
 */
export type ConsoleAccess = 'anyone' | { readonly permission?: Permission; readonly proof?: boolean };

/** Every method that the admin-console may call. A method without a row is refused. */
export const CONSOLE_ACCESS: Readonly<Record<string, ConsoleAccess>> = {
  'countersign.administration.v1.MailAdministrationService/GetMailPassword': { permission: 'settings.read' },
  'countersign.administration.v1.MailAdministrationService/SetMailPassword': {
    permission: 'settings.write',
    proof: true,
  },
  'countersign.administration.v1.MailAdministrationService/TestMail': { permission: 'settings.write' },
  'countersign.administration.v1.MailAdministrationService/GetMailTest': { permission: 'settings.write' },
  'countersign.administration.v1.SettingsAdministrationService/GetSettings': { permission: 'settings.read' },
  'countersign.administration.v1.SettingsAdministrationService/ListSettingCards': { permission: 'settings.read' },
  'countersign.administration.v1.SettingsAdministrationService/PreviewSettings': { permission: 'settings.read' },
  'countersign.administration.v1.SettingsAdministrationService/ListSettingVersions': { permission: 'settings.read' },
  'countersign.administration.v1.SettingsAdministrationService/ChangeSettings': { permission: 'settings.write' },
  'countersign.administration.v1.SettingsAdministrationService/ChangeMessages': { permission: 'message.write' },
  'countersign.administration.v1.SettingsAdministrationService/RestoreSettings': {
    permission: 'settings.write',
    proof: true,
  },
  // The first set-up asks for its own session: the one that the set-up token was exchanged for.
  'countersign.administration.v1.SetupService/GetSetupState': 'anyone',
  'countersign.administration.v1.SetupService/ExchangeSetupToken': 'anyone',
  'countersign.administration.v1.SetupService/SetCompany': 'anyone',
  'countersign.administration.v1.SetupService/StartFirstAuthenticator': 'anyone',
  'countersign.administration.v1.SetupService/CreateFirstAdministrator': 'anyone',
  'countersign.administration.v1.SetupService/CheckInstallation': 'anyone',
  'countersign.administration.v1.SetupService/AddFirstRadiusClient': 'anyone',
  'countersign.administration.v1.SetupService/SaveSetupStep': 'anyone',
  'countersign.administration.v1.SetupService/CompleteSetup': 'anyone',
  'countersign.administration.v1.AdministratorService/GetMe': {},
  'countersign.administration.v1.AdministratorService/ListAdministrators': { permission: 'admin.read' },
  'countersign.administration.v1.AdministratorService/InviteAdministrator': { permission: 'admin.write', proof: true },
  'countersign.administration.v1.AdministratorService/ChangeAdministrator': { permission: 'admin.write', proof: true },
  'countersign.administration.v1.AdministratorService/RemoveAdministrator': { permission: 'admin.write', proof: true },
  'countersign.administration.v1.AdministratorService/ListRoles': { permission: 'admin.read' },
  'countersign.administration.v1.AdministratorService/CreateRole': { permission: 'admin.write', proof: true },
  'countersign.administration.v1.AdministratorService/ChangeRole': { permission: 'admin.write', proof: true },
  'countersign.administration.v1.AdministratorService/RemoveRole': { permission: 'admin.write', proof: true },
  'countersign.servers.v1.ServerAdministrationService/PromoteServer': { permission: 'cluster.promote', proof: true },
  'countersign.servers.v1.ServerAdministrationService/CreateActivationCredentials': {
    permission: 'server.activate',
    proof: true,
  },
  'countersign.administration.v1.AdministratorService/ListApprovals': {},
  'countersign.administration.v1.AdministratorService/DecideApproval': { permission: 'approval.decide', proof: true },
  'countersign.servers.v1.ServiceStateService/GetServiceState': 'anyone',
  ...USERS_ACCESS,
  ...CONSOLE_SESSION_ACCESS,
  'countersign.self_service.v1.WelcomeMailService/SendWelcomeMail': { permission: 'user.write' },
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
  'countersign.journal.v1.JournalService/SearchJournal': { permission: 'journal.read' },
  'countersign.journal.v1.JournalService/VerifyJournal': { permission: 'journal.read' },
  'countersign.journal.v1.JournalService/ExportSearch': { permission: 'journal.read', proof: true },
  'countersign.operations.v1.SignInLogService/SearchAttempts': { permission: 'sign_in.read' },
  'countersign.operations.v1.SignInLogService/GetAttempt': { permission: 'sign_in.read' },
  'countersign.operations.v1.SignInLogService/ExplainSignIn': { permission: 'sign_in.read' },
  'countersign.operations.v1.SignInLogService/ListApplications': { permission: 'sign_in.read' },
  'countersign.operations.v1.StatusService/GetStatus': { permission: 'status.read' },
  'countersign.operations.v1.StatusService/GetReport': { permission: 'report.read' },
  'countersign.operations.v1.StatusService/ExportReport': { permission: 'report.read', proof: true },
  'countersign.operations.v1.StandingsService/ListBypasses': { permission: 'user.read' },
  'countersign.operations.v1.StandingsService/RevokeBypass': { permission: 'user.bypass' },
  'countersign.operations.v1.StandingsService/ListBlocks': { permission: 'user.read' },
  'countersign.operations.v1.StandingsService/ListStandingHistory': { permission: 'user.read' },
  'countersign.operations.v1.StandingsService/ListFraudReports': { permission: 'user.read' },
  'countersign.operations.v1.StandingsService/ReviewFraudReport': { permission: 'fraud.review' },
};
