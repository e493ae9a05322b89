import type { KeyedHash, Keyring, RandomSource, Sealer } from '@countersign/crypto';
import type { Logger } from '@countersign/observability';
import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { redisKeys } from '../../outbound/redis/keys.ts';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, UnitOfWork } from '../../platform/database.ts';
import type { ChangeEvents } from '../../platform/events.ts';
import {
  CLOCK,
  DATABASE,
  EVENTS,
  KEYED_HASH,
  KEYRING,
  LOGGER,
  RANDOM,
  REDIS,
  SEALER,
  UNIT_OF_WORK,
} from '../../platform/tokens.ts';
import { Approvals } from './application/approvals.ts';
import { GetKeyStatus } from './application/get-key-status.use-case.ts';
import { ADMINISTRATORS } from './application/ports/administrators.ts';
import { CHANGE_ANNOUNCER } from './application/ports/change-announcer.ts';
import { SEALED_RECORDS, type SealedRecords } from './application/ports/sealed-records.ts';
import { RotateKeys } from './application/rotate-keys.use-case.ts';
import { SEALED_SECRETS, SealedSecrets } from './application/sealed-secrets.ts';
import { COMMAND_CONTEXTS, CommandContexts } from './inbound/grpc/command-context.ts';
import { KeyAdministrationGrpc } from './inbound/grpc/key-administration.grpc.ts';
import { PostgresAdministrators } from './outbound/postgres/postgres-administrators.ts';
import { PostgresApprovals } from './outbound/postgres/postgres-approvals.ts';
import { PostgresSealedRecords } from './outbound/postgres/postgres-sealed-records.ts';
import { RedisChangeAnnouncer } from './outbound/redis/redis-change-announcer.ts';
import { KEYS_CHANGED, RedisKeyDistribution } from './outbound/redis/redis-key-distribution.ts';

const announcer = {
  provide: CHANGE_ANNOUNCER,
  inject: [REDIS, EVENTS, LOGGER],
  useFactory: (redis: RedisConnection, events: ChangeEvents, logger: Logger) =>
    new RedisChangeAnnouncer(redis, events, logger),
};

const contexts = {
  provide: COMMAND_CONTEXTS,
  inject: [CLOCK, KEYED_HASH],
  useFactory: (clock: Clock, keyedHash: KeyedHash) => new CommandContexts(clock, keyedHash),
};

const sealedSecrets = {
  provide: SEALED_SECRETS,
  inject: [SEALER],
  useFactory: (sealer: Sealer) => new SealedSecrets(sealer),
};

const sealedRecords = {
  provide: SEALED_RECORDS,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresSealedRecords(database),
};

const administrators = {
  provide: ADMINISTRATORS,
  inject: [DATABASE],
  useFactory: (database: Database) => new PostgresAdministrators(database),
};

const approvals = {
  provide: Approvals,
  inject: [DATABASE, UNIT_OF_WORK, RANDOM],
  useFactory: (database: Database, unitOfWork: UnitOfWork, random: RandomSource) =>
    new Approvals({ unitOfWork, approvals: new PostgresApprovals(database), random }),
};

const rotation = {
  provide: RotateKeys,
  inject: [KEYRING, SEALER, SEALED_RECORDS, REDIS, UNIT_OF_WORK, LOGGER],
  useFactory: (
    keyring: Keyring,
    sealer: Sealer,
    records: SealedRecords,
    redis: RedisConnection,
    unitOfWork: UnitOfWork,
    logger: Logger,
  ) =>
    new RotateKeys({
      keyring,
      sealer,
      records,
      distribution: new RedisKeyDistribution(redis),
      unitOfWork,
      onProblem: (problem, error) => logger.error({ err: error }, problem),
    }),
};

const keyAdministration = {
  provide: KeyAdministrationGrpc,
  inject: [KEYRING, SEALED_RECORDS, RotateKeys, COMMAND_CONTEXTS],
  useFactory: (keyring: Keyring, records: SealedRecords, rotate: RotateKeys, made: CommandContexts) =>
    new KeyAdministrationGrpc(new GetKeyStatus(keyring, records), rotate, made),
};

/** What every module that administrators use shares, and the keys that seal secrets at rest. */
@Module({
  providers: [
    announcer,
    contexts,
    sealedSecrets,
    sealedRecords,
    administrators,
    approvals,
    rotation,
    keyAdministration,
  ],
  exports: [ADMINISTRATORS, Approvals, CHANGE_ANNOUNCER, COMMAND_CONTEXTS, SEALED_SECRETS, KeyAdministrationGrpc],
})
export class AdministrationModule implements OnModuleInit, OnApplicationShutdown {
  readonly #redis: RedisConnection;
  readonly #keyring: Keyring;
  readonly #logger: Logger;
  #endSubscription: (() => void) | undefined;

  constructor(
    @Inject(REDIS) redis: RedisConnection,
    @Inject(KEYRING) keyring: Keyring,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#redis = redis;
    this.#keyring = keyring;
    this.#logger = logger;
  }

  onModuleInit(): void {
    this.#endSubscription = this.#redis.subscribe(redisKeys.changed, (topic) => {
      if (topic === KEYS_CHANGED) this.#reloadKeys();
    });
  }

  onApplicationShutdown(): void {
    this.#endSubscription?.();
  }

  #reloadKeys(): void {
    try {
      if (this.#keyring.reload()) this.#logger.info('the key file was read again: other keys are in use');
    } catch (error) {
      this.#logger.error({ err: error }, 'the key file cannot be read: the former keys stay in use');
    }
  }
}
