import { type KeyedHash, type RandomSource, uuidv7 } from '@countersign/crypto';
import { formatHostPort } from '@countersign/config';
import type { Logger } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { databaseTls } from '../../outbound/postgres/database-tls.ts';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import { CLOCK, CONFIG, DATABASE, KEYED_HASH, LOGGER, RANDOM, REDIS, UNIT_OF_WORK } from '../../platform/tokens.ts';
import { AdministrationModule, COMMAND_CONTEXTS, type CommandContexts } from '../administration/index.ts';
import { DIRECTORY, type Directory, DirectoryModule } from '../directory/index.ts';
import {
  JOURNAL_BACKLOG,
  JOURNAL_STREAM,
  type JournalBacklog,
  JournalModule,
  type JournalStream,
} from '../journal/index.ts';
import { RelyingPartiesModule, UNSAFE_RADIUS_CLIENTS, type UnsafeRadiusClients } from '../relying-parties/index.ts';
import { ActivateProcess } from './application/activate-process.use-case.ts';
import type { HashActivationCode } from './application/activation-code.ts';
import { CreateActivationCredentials } from './application/create-activation-credentials.use-case.ts';
import { Diagnose } from './application/diagnose.use-case.ts';
import { PromoteServer } from './application/promote-server.use-case.ts';
import { SERVER_DIRECTORY, type ServerDirectory } from './application/ports/server-directory.ts';
import { HEARTBEAT_MILLISECONDS, ServerRegistry } from './application/server-registry.ts';
import { ActivationGrpc } from './inbound/grpc/activation.grpc.ts';
import { ServerAdministrationGrpc } from './inbound/grpc/server-administration.grpc.ts';
import { ServiceStateGrpc } from './inbound/grpc/service-state.grpc.ts';
import {
  certificateCheck,
  clockCheck,
  databaseCheck,
  directoryCheck,
  journalCheck,
  radiusClientCheck,
  redisCheck,
} from './outbound/checks.ts';
import { PostgresActivationCredentials } from './outbound/postgres/postgres-activation-credentials.ts';
import { PostgresDatabaseControl } from './outbound/postgres/postgres-database-control.ts';
import { RedisServerDirectory } from './outbound/redis/redis-server-directory.ts';
import { X509CertificateIssuer } from './outbound/x509/x509-certificate-issuer.ts';

const VERSION = '0.1.0';

const directory = {
  provide: SERVER_DIRECTORY,
  inject: [REDIS],
  useFactory: (redis: RedisConnection) => new RedisServerDirectory(redis),
};

const registry = {
  provide: ServerRegistry,
  inject: [SERVER_DIRECTORY, DATABASE, CONFIG, CLOCK],
  useFactory: (kept: ServerDirectory, database: Database, config: Config, clock: Clock) => {
    const own = {
      name: config.INSTANCE_NAME,
      version: VERSION,
      address: formatHostPort(config.GRPC_LISTEN),
      databaseNode: config.DATABASE_NODES[0]?.name ?? '',
    };
    return new ServerRegistry(kept, database, own, () => clock.now());
  },
};

type DiagnoseParts = [Database, RedisConnection, Clock, Config, Directory, JournalBacklog, UnsafeRadiusClients];

const diagnose = {
  provide: Diagnose,
  inject: [DATABASE, REDIS, CLOCK, CONFIG, DIRECTORY, JOURNAL_BACKLOG, UNSAFE_RADIUS_CLIENTS],
  useFactory: (...[database, redis, clock, config, asked, backlog, unsafe]: DiagnoseParts) =>
    new Diagnose([
      databaseCheck(database),
      redisCheck(redis),
      clockCheck(redis, clock),
      journalCheck(backlog),
      certificateCheck(config.TLS_CERT_FILE, clock),
      directoryCheck(asked),
      radiusClientCheck(unsafe),
    ]),
};

const promote = {
  provide: PromoteServer,
  inject: [DATABASE, SERVER_DIRECTORY, CONFIG, JOURNAL_STREAM, RANDOM],
  useFactory: (
    database: Database,
    kept: ServerDirectory,
    config: Config,
    journal: JournalStream,
    random: RandomSource,
  ) => {
    const login = {
      database: config.DATABASE_NAME,
      user: config.DATABASE_USER,
      password: config.DATABASE_PASSWORD.expose().toString('utf8'),
      ssl: databaseTls(config.DATABASE_CA_FILE),
    };
    return new PromoteServer({
      database,
      directory: kept,
      control: new PostgresDatabaseControl(config.DATABASE_NODES, login),
      journal,
      instance: config.INSTANCE_NAME,
      newEventId: (now) => uuidv7(new Date(now), random),
    });
  },
};

const administration = {
  provide: ServerAdministrationGrpc,
  inject: [
    SERVER_DIRECTORY,
    DATABASE,
    PromoteServer,
    Diagnose,
    COMMAND_CONTEXTS,
    CLOCK,
    UNIT_OF_WORK,
    RANDOM,
    KEYED_HASH,
  ],
  useFactory: (
    ...[kept, database, made, checks, contexts, clock, unitOfWork, random, keyedHash]: [
      ServerDirectory,
      Database,
      PromoteServer,
      Diagnose,
      CommandContexts,
      Clock,
      UnitOfWork,
      RandomSource,
      KeyedHash,
    ]
  ) =>
    new ServerAdministrationGrpc({
      directory: kept,
      database,
      promote: made,
      diagnose: checks,
      contexts,
      clock,
      createCredentials: new CreateActivationCredentials(
        new PostgresActivationCredentials(unitOfWork),
        random,
        hashWith(keyedHash),
      ),
    }),
};

const state = {
  provide: ServiceStateGrpc,
  inject: [SERVER_DIRECTORY, DATABASE, ServerRegistry, CLOCK, CONFIG],
  useFactory: (...[kept, database, made, clock, config]: [ServerDirectory, Database, ServerRegistry, Clock, Config]) =>
    new ServiceStateGrpc({ directory: kept, database, registry: made, clock, server: config.INSTANCE_NAME }),
};

const activation = {
  provide: ActivationGrpc,
  inject: [UNIT_OF_WORK, CONFIG, RANDOM, KEYED_HASH, COMMAND_CONTEXTS],
  useFactory: (
    unitOfWork: UnitOfWork,
    config: Config,
    random: RandomSource,
    keyedHash: KeyedHash,
    contexts: CommandContexts,
  ) => {
    const { CA_CERT_FILE: certificate, CA_KEY_FILE: key } = config;
    const files = certificate === undefined || key === undefined ? undefined : { certificate, key };
    const credentials = new PostgresActivationCredentials(unitOfWork);
    const issuer = new X509CertificateIssuer(files, random);
    return new ActivationGrpc(new ActivateProcess(credentials, issuer, hashWith(keyedHash)), contexts);
  },
};

function hashWith(keyedHash: KeyedHash): HashActivationCode {
  return (label, text) => keyedHash.hash(label, text);
}

/** Master and subordinates: who is there, promotion, activation of new processes, diagnosis. */
@Module({
  imports: [AdministrationModule, DirectoryModule, JournalModule, RelyingPartiesModule],
  providers: [directory, registry, diagnose, promote, administration, state, activation],
  exports: [ServerRegistry, ServerAdministrationGrpc, ServiceStateGrpc, ActivationGrpc],
})
export class ServersModule implements OnModuleInit, OnApplicationShutdown {
  readonly #registry: ServerRegistry;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(@Inject(ServerRegistry) made: ServerRegistry, @Inject(LOGGER) logger: Logger) {
    this.#registry = made;
    this.#logger = logger;
  }

  onModuleInit(): void {
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), HEARTBEAT_MILLISECONDS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    this.#registry.beat().catch((error: unknown) => {
      this.#logger.debug({ error: String(error) }, 'the heartbeat did not reach Redis');
    });
  }
}
