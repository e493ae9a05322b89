import {
  administratorsV1,
  authenticatorsV1,
  mailV1,
  journalV1,
  operationsV1,
  radiusClientAdministrationV1,
  selfServiceV1,
  serversV1,
  sessionsV1,
  settingsV1,
  setupV1,
  userDirectoryV1,
  usersV1,
} from '@countersign/contracts';
import type { PolledState } from '@countersign/http';
import type { RpcClient } from '@countersign/rpc';

/** The services of the core that this door calls. A route reaches them as `core.<name>`. */
export const CORE_SERVICES = {
  administrators: administratorsV1.AdministratorServiceDefinition,
  servers: serversV1.ServerAdministrationServiceDefinition,
  setup: setupV1.SetupServiceDefinition,
  serviceState: serversV1.ServiceStateServiceDefinition,
  sessions: sessionsV1.SessionServiceDefinition,
  radiusClients: radiusClientAdministrationV1.RadiusClientAdministrationServiceDefinition,
  authenticators: authenticatorsV1.AuthenticatorAdministrationServiceDefinition,
  mail: mailV1.MailAdministrationServiceDefinition,
  settings: settingsV1.SettingsAdministrationServiceDefinition,
  users: usersV1.UserAdministrationServiceDefinition,
  welcomeMail: selfServiceV1.WelcomeMailServiceDefinition,
  userDirectory: userDirectoryV1.UserDirectoryServiceDefinition,
  signInLog: operationsV1.SignInLogServiceDefinition,
  status: operationsV1.StatusServiceDefinition,
  standings: operationsV1.StandingsServiceDefinition,
  journal: journalV1.JournalServiceDefinition,
} as const;

/** Whether changes are possible, and which server is master. */
export interface ServiceState {
  readonly mode: 'normal' | 'read_only' | 'down';
  readonly master: string | null;
  /** The auth-server that answered; empty while none does. */
  readonly server: string;
}

/** The clients of {@link CORE_SERVICES}. */
export type CoreClients = {
  readonly [K in keyof typeof CORE_SERVICES]: RpcClient<(typeof CORE_SERVICES)[K]>;
};

/** What a route of this door is given of the core. */
export interface Core extends CoreClients {
  readonly state: PolledState<ServiceState>;
}
