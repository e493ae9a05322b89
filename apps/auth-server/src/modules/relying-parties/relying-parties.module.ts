import { setTimeout as delay } from 'node:timers/promises';
import type { RandomSource } from '@countersign/crypto';
import type { Logger } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../config.ts';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import type { ChangeEvents } from '../../platform/events.ts';
import { CLOCK, CONFIG, DATABASE, EVENTS, LOGGER, RANDOM, REDIS, UNIT_OF_WORK } from '../../platform/tokens.ts';
import {
  AdministrationModule,
  CHANGE_ANNOUNCER,
  type ChangeAnnouncer,
  COMMAND_CONTEXTS,
  type CommandContexts,
  SEALED_SECRETS,
  type SealedSecrets,
  SnapshotRefresher,
} from '../administration/index.ts';
import { ACCOUNTING_JOURNAL, type AccountingJournal } from './application/ports/accounting-journal.ts';
import { RADIUS_CLIENT_REPOSITORY, type RadiusClientRepository } from './application/ports/radius-client-repository.ts';
import { TRAFFIC_MEMORY, type TrafficMemory } from './application/ports/traffic-memory.ts';
import { RELYING_PARTIES } from './application/ports/relying-parties.ts';
import { RadiusClientSnapshot } from './application/radius-client-snapshot.ts';
import { radiusClientUseCases, type RadiusClientUseCases } from './application/radius-client-use-cases.ts';
import { UNSAFE_RADIUS_CLIENTS, unsafeRadiusClients } from './application/unsafe-radius-clients.ts';
import { RecordAccounting } from './application/record-accounting.use-case.ts';
import { RadiusClientAdministrationGrpc } from './inbound/grpc/radius-client-administration.grpc.ts';
import { RadiusClientFeedGrpc } from './inbound/grpc/radius-client-feed.grpc.ts';
import { PostgresRadiusClientRepository } from './outbound/postgres/postgres-radius-client-repository.ts';
import { RedisTrafficMemory } from './outbound/redis/redis-traffic-memory.ts';
import { RedisAccountingJournal } from './outbound/redis/redis-accounting-journal.ts';

const USE_CASES = Symbol('RADIUS_CLIENT_USE_CASES');

const repository = {
  provide: RADIUS_CLIENT_REPOSITORY,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresRadiusClientRepository(database),
};

const accountingJournal = {
  provide: ACCOUNTING_JOURNAL,
  inject: [REDIS, CONFIG],
  useFactory: (redis: RedisConnection, config: Config) => new RedisAccountingJournal(redis, config.INSTANCE_NAME),
};

const snapshot = {
  provide: RELYING_PARTIES,
  inject: [RADIUS_CLIENT_REPOSITORY, SEALED_SECRETS, CLOCK, LOGGER],
  useFactory: (clients: RadiusClientRepository, secrets: SealedSecrets, clock: Clock, logger: Logger) =>
    new RadiusClientSnapshot({
      clients,
      secrets,
      clock,
      onProblem: (problem, error) => logger.error({ err: error }, problem),
    }),
};

const unsafe = {
  provide: UNSAFE_RADIUS_CLIENTS,
  inject: [RELYING_PARTIES],
  useFactory: (made: RadiusClientSnapshot) => () => unsafeRadiusClients(made.current()?.clients ?? []),
};

const useCases = {
  provide: USE_CASES,
  inject: [
    UNIT_OF_WORK,
    RADIUS_CLIENT_REPOSITORY,
    SEALED_SECRETS,
    CHANGE_ANNOUNCER,
    RANDOM,
    CLOCK,
    TRAFFIC_MEMORY,
    RELYING_PARTIES,
  ],
  useFactory: (...[unitOfWork, clients, secrets, announcer, random, clock, memory, list]: Parts) =>
    radiusClientUseCases(
      { unitOfWork, clients, secrets, announcer, random },
      { memory, clients, snapshot: list, clock, random, wait: async (milliseconds) => await delay(milliseconds) },
    ),
};

type Parts = [
  UnitOfWork,
  RadiusClientRepository,
  SealedSecrets,
  ChangeAnnouncer,
  RandomSource,
  Clock,
  TrafficMemory,
  RadiusClientSnapshot,
];

const trafficMemory = {
  provide: TRAFFIC_MEMORY,
  inject: [REDIS, SEALED_SECRETS],
  useFactory: (redis: RedisConnection, secrets: SealedSecrets) => new RedisTrafficMemory(redis, secrets),
};

const administration = {
  provide: RadiusClientAdministrationGrpc,
  inject: [USE_CASES, COMMAND_CONTEXTS, CLOCK],
  useFactory: (made: RadiusClientUseCases, contexts: CommandContexts, clock: Clock) =>
    new RadiusClientAdministrationGrpc(made, contexts, clock),
};

const feed = {
  provide: RadiusClientFeedGrpc,
  inject: [RELYING_PARTIES, ACCOUNTING_JOURNAL, TRAFFIC_MEMORY, CLOCK],
  useFactory: (clients: RadiusClientSnapshot, journal: AccountingJournal, memory: TrafficMemory, clock: Clock) =>
    new RadiusClientFeedGrpc(clients, new RecordAccounting(journal, clients), memory, clock),
};

/** Systems that ask us: RADIUS clients, their policies, and what the gateways need of them. */
@Module({
  imports: [AdministrationModule],
  providers: [repository, accountingJournal, trafficMemory, snapshot, unsafe, useCases, administration, feed],
  exports: [RELYING_PARTIES, UNSAFE_RADIUS_CLIENTS, RadiusClientAdministrationGrpc, RadiusClientFeedGrpc],
})
export class RelyingPartiesModule implements OnModuleInit, OnApplicationShutdown {
  readonly #snapshot: RadiusClientSnapshot;
  readonly #events: ChangeEvents;
  readonly #logger: Logger;
  #refresher: SnapshotRefresher | undefined;

  constructor(
    @Inject(RELYING_PARTIES) made: RadiusClientSnapshot,
    @Inject(EVENTS) events: ChangeEvents,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#snapshot = made;
    this.#events = events;
    this.#logger = logger;
  }

  async onModuleInit(): Promise<void> {
    const onFault = (error: unknown): void =>
      this.#logger.error({ err: error }, 'the RADIUS clients cannot be refreshed');
    this.#refresher = new SnapshotRefresher(this.#snapshot, this.#events, 'radius-clients', onFault);
    await this.#snapshot.refresh();
  }

  onApplicationShutdown(): void {
    this.#refresher?.stop();
  }
}
