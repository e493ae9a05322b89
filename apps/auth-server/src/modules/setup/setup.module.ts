import type { KeyedHash, RandomSource } from '@countersign/crypto';
import { radiusClientAdministrationV1, setupV1 } from '@countersign/contracts';
import type { Logger } from '@countersign/observability';
import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from '../../platform/clock.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import { CLOCK, DATABASE, KEYED_HASH, LOGGER, RANDOM, UNIT_OF_WORK } from '../../platform/tokens.ts';
import { AdministrationModule, COMMAND_CONTEXTS, type CommandContexts } from '../administration/index.ts';
import {
  ADMINISTRATOR_REPOSITORY,
  type AdministratorRepository,
  AdministratorsModule,
} from '../administrators/index.ts';
import {
  AuthenticatorsModule,
  JOINED_AUTHENTICATOR_USE_CASES,
  type JoinedAuthenticatorUseCases,
} from '../authenticators/index.ts';
import { PoliciesModule, SettingsAdministrationGrpc } from '../policies/index.ts';
import { RadiusClientAdministrationGrpc, RelyingPartiesModule } from '../relying-parties/index.ts';
import { ServerAdministrationGrpc, ServersModule } from '../servers/index.ts';
import { JOINED_USER_USE_CASES, type JoinedUserUseCases, UsersModule } from '../users/index.ts';
import { CreateFirstAdministrator } from './application/create-first-administrator.use-case.ts';
import type { SetupStore } from './application/ports/setup-store.ts';
import { SetupProgressKeeper } from './application/setup-progress.ts';
import { SetupTokens } from './application/setup-tokens.ts';
import { SetupGrpc } from './inbound/grpc/setup.grpc.ts';
import { PostgresSetupStore } from './outbound/postgres/postgres-setup-store.ts';

const SETUP_STORE = Symbol('SETUP_STORE');
/** The master may come up after us. */
const RETRY_MILLISECONDS = 2000;

const store = {
  provide: SETUP_STORE,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresSetupStore(database),
};

const tokens = {
  provide: SetupTokens,
  inject: [UNIT_OF_WORK, SETUP_STORE, RANDOM],
  useFactory: (unitOfWork: UnitOfWork, kept: SetupStore, random: RandomSource) =>
    new SetupTokens({ unitOfWork, store: kept, random }),
};

type FirstParts = [
  UnitOfWork,
  SetupStore,
  JoinedUserUseCases,
  JoinedAuthenticatorUseCases,
  AdministratorRepository,
  KeyedHash,
];

const first = {
  provide: CreateFirstAdministrator,
  inject: [
    UNIT_OF_WORK,
    SETUP_STORE,
    JOINED_USER_USE_CASES,
    JOINED_AUTHENTICATOR_USE_CASES,
    ADMINISTRATOR_REPOSITORY,
    KEYED_HASH,
  ],
  useFactory: (...[unitOfWork, kept, users, authenticators, administrators, keyedHash]: FirstParts) =>
    new CreateFirstAdministrator({ unitOfWork, store: kept, users, authenticators, administrators, keyedHash }),
};

type GrpcParts = [
  UnitOfWork,
  SetupStore,
  SetupTokens,
  CreateFirstAdministrator,
  CommandContexts,
  Clock,
  SettingsAdministrationGrpc,
  RadiusClientAdministrationGrpc,
  ServerAdministrationGrpc,
];

const grpc = {
  provide: SetupGrpc,
  inject: [
    UNIT_OF_WORK,
    SETUP_STORE,
    SetupTokens,
    CreateFirstAdministrator,
    COMMAND_CONTEXTS,
    CLOCK,
    SettingsAdministrationGrpc,
    RadiusClientAdministrationGrpc,
    ServerAdministrationGrpc,
  ],
  useFactory: (...[unitOfWork, kept, made, creating, contexts, clock, settings, clients, servers]: GrpcParts) =>
    new SetupGrpc({
      tokens: made,
      keeper: new SetupProgressKeeper(unitOfWork, kept),
      first: creating,
      contexts,
      clock,
      setSetting: async (key, value, call) =>
        await settings.handlers().setSetting({ key, value: JSON.stringify(value) }, withoutKey(call)),
      addRadiusClient: async (name, network, call) => {
        const request = radiusClientAdministrationV1.AddRadiusClientRequest.fromPartial({
          name,
          network,
          requireMessageAuthenticator: true,
          sendClass: true,
        });
        return (await clients.handlers().addRadiusClient(request, withoutKey(call))).generatedSecret;
      },
      diagnose: async (call) => {
        const { findings } = await servers.handlers().diagnose({}, call);
        return findings.map((finding) => setupV1.SetupFinding.fromPartial(finding));
      },
    }),
};

/** Several changes come of one request here, so its key cannot stand for each of them. */
function withoutKey<T extends { readonly idempotencyKey: string | undefined }>(call: T): T {
  return { ...call, idempotencyKey: undefined };
}

/** The first set-up of an empty installation, which closes for ever. */
@Module({
  imports: [
    AdministrationModule,
    AdministratorsModule,
    AuthenticatorsModule,
    PoliciesModule,
    RelyingPartiesModule,
    ServersModule,
    UsersModule,
  ],
  providers: [store, tokens, first, grpc],
  exports: [SetupGrpc],
})
export class SetupModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #tokens: SetupTokens;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(@Inject(SetupTokens) made: SetupTokens, @Inject(CLOCK) clock: Clock, @Inject(LOGGER) logger: Logger) {
    this.#tokens = made;
    this.#clock = clock;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    void this.#offerToken();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.#timer);
  }

  async #offerToken(): Promise<void> {
    try {
      const token = await this.#tokens.createFirst({ actor: 'auth-server', now: this.#clock.now() });
      if (token === undefined) return;
      this.#logger.warn(`This installation is empty. Open the console and type this one-time token: ${token}`);
    } catch (error) {
      this.#logger.debug({ error: String(error) }, 'the set-up token is made when there is a master');
      this.#timer = setTimeout(() => void this.#offerToken(), RETRY_MILLISECONDS).unref();
    }
  }
}
