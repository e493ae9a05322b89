import {
  activationV1,
  administratorsV1,
  authenticationV1,
  authenticatorsV1,
  deliveryV1,
  journalV1,
  operationsV1,
  keysV1,
  mailRelayV1,
  mailV1,
  radiusClientAdministrationV1,
  radiusClientsV1,
  type RpcServiceDefinition,
  serversV1,
  sessionsV1,
  settingsV1,
  setupV1,
  userDirectoryV1,
  usersV1,
} from '@countersign/contracts';
import type { Logger } from '@countersign/observability';
import {
  type AllowedCallers,
  createRpcServer,
  type RpcServer,
  type ServiceImplementation,
  type TlsFiles,
} from '@countersign/rpc';
import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { KeyAdministrationGrpc } from '../../modules/administration/index.ts';
import { AdministratorGrpc } from '../../modules/administrators/index.ts';
import { AuthenticateStream } from '../../modules/authentication/index.ts';
import { AuthenticatorAdministrationGrpc } from '../../modules/authenticators/index.ts';
import { DeliveryReportHandlers } from '../../modules/delivery/index.ts';
import { JournalGrpc } from '../../modules/journal/index.ts';
import { SignInLogGrpc, StandingsGrpc, StatusGrpc } from '../../modules/operations/index.ts';
import { MailGrpc, SettingsAdministrationGrpc } from '../../modules/policies/index.ts';
import { RadiusClientAdministrationGrpc, RadiusClientFeedGrpc } from '../../modules/relying-parties/index.ts';
import {
  ActivationGrpc,
  ServerAdministrationGrpc,
  ServerRegistry,
  ServiceStateGrpc,
} from '../../modules/servers/index.ts';
import { SetupGrpc } from '../../modules/setup/index.ts';
import { UserAdministrationGrpc, UserDirectoryGrpc } from '../../modules/users/index.ts';
import { SessionGrpc } from '../../modules/sessions/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { PRINCIPALS, type PrincipalSource } from '../../platform/principal.ts';
import { CLOCK } from '../../platform/tokens.ts';
import { ACCESS, callersOf, type Guard, guarded } from './guarded.ts';
import { addSelfService } from './self-service-services.ts';

/** The command line, as the operator's certificate names it. */
const OPERATORS = ['operator'];
const DOORS = ['radius-gateway'];

/** The server of doors and administrators. Whoever is not named for a method is refused. */
export function coreServer(app: INestApplicationContext, config: Config, tls: TlsFiles, logger: Logger): RpcServer {
  const server = createRpcServer({ address: config.GRPC_LISTEN, tls, logger });
  const stream = app.get(AuthenticateStream);
  const registry = app.get(ServerRegistry);
  server.addService(
    authenticationV1.AuthenticationServiceDefinition,
    {
      authenticate: (call, context) => {
        const left = registry.connected(context.caller.service, context.caller.instance ?? context.caller.service);
        call.once('close', left);
        stream.serve(call, context);
      },
    },
    { authenticate: DOORS },
  );
  server.addService(
    radiusClientsV1.RadiusClientFeedServiceDefinition,
    app.get(RadiusClientFeedGrpc).handlers(),
    everyMethod(radiusClientsV1.RadiusClientFeedServiceDefinition, DOORS),
  );
  server.addService(
    deliveryV1.DeliveryReportServiceDefinition,
    app.get(DeliveryReportHandlers).handlers(),
    everyMethod(deliveryV1.DeliveryReportServiceDefinition, ['delivery-worker']),
  );
  server.addService(
    mailRelayV1.MailRelayServiceDefinition,
    app.get(MailGrpc).relay(),
    everyMethod(mailRelayV1.MailRelayServiceDefinition, ['delivery-worker']),
  );
  const principals = app.get<PrincipalSource>(PRINCIPALS);
  const guard: Guard = { principals, clock: app.get<Clock>(CLOCK), tables: ACCESS };
  addAdministration(app, server, guard);
  addSelfService(app, server, guard, OPERATORS);
  const sessions = sessionsV1.SessionServiceDefinition;
  server.addService(sessions, guarded(sessions, app.get(SessionGrpc).handlers(), guard), callersOf(sessions, []));
  return server;
}

/** The one port that is reached without a client certificate: a new process gets its first one there. */
export function activationServer(
  app: INestApplicationContext,
  config: Config,
  tls: TlsFiles,
  logger: Logger,
): RpcServer {
  const server = createRpcServer({ address: config.ACTIVATION_LISTEN, tls, clientCertificates: 'none', logger });
  const definition = activationV1.ActivationServiceDefinition;
  server.addService(definition, app.get(ActivationGrpc).handlers(), everyMethod(definition, ['anonymous']));
  return server;
}

/** What administrators do: from the command line, and from the console as far as its table of access goes. */
function addAdministration(app: INestApplicationContext, server: RpcServer, guard: Guard): void {
  const add = <D extends RpcServiceDefinition>(definition: D, handlers: ServiceImplementation<D>): void =>
    server.addService(definition, guarded(definition, handlers, guard), callersOf(definition, OPERATORS));
  add(administratorsV1.AdministratorServiceDefinition, app.get(AdministratorGrpc).handlers());
  add(setupV1.SetupServiceDefinition, app.get(SetupGrpc).handlers());
  add(usersV1.UserAdministrationServiceDefinition, app.get(UserAdministrationGrpc).handlers());
  add(userDirectoryV1.UserDirectoryServiceDefinition, app.get(UserDirectoryGrpc).handlers());
  add(
    authenticatorsV1.AuthenticatorAdministrationServiceDefinition,
    app.get(AuthenticatorAdministrationGrpc).handlers(),
  );
  add(
    radiusClientAdministrationV1.RadiusClientAdministrationServiceDefinition,
    app.get(RadiusClientAdministrationGrpc).handlers(),
  );
  add(settingsV1.SettingsAdministrationServiceDefinition, app.get(SettingsAdministrationGrpc).handlers());
  add(keysV1.KeyAdministrationServiceDefinition, app.get(KeyAdministrationGrpc).handlers());
  add(serversV1.ServerAdministrationServiceDefinition, app.get(ServerAdministrationGrpc).handlers());
  add(serversV1.ServiceStateServiceDefinition, app.get(ServiceStateGrpc).handlers());
  add(operationsV1.SignInLogServiceDefinition, app.get(SignInLogGrpc).handlers());
  add(operationsV1.StatusServiceDefinition, app.get(StatusGrpc).handlers());
  add(operationsV1.StandingsServiceDefinition, app.get(StandingsGrpc).handlers());
  add(mailV1.MailAdministrationServiceDefinition, app.get(MailGrpc).administration());
  add(journalV1.JournalServiceDefinition, app.get(JournalGrpc).handlers());
}

/** A service whose methods all have the same callers: it exists for them alone. */
function everyMethod<D extends RpcServiceDefinition>(definition: D, callers: readonly string[]): AllowedCallers<D> {
  return Object.fromEntries(Object.keys(definition.methods).map((method) => [method, callers])) as AllowedCallers<D>;
}
