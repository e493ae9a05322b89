import type { RandomSource, Sealer } from '@countersign/crypto';
import type { Logger, Metrics } from '@countersign/observability';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import path from 'node:path';
import type { Config } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import {
  CLOCK,
  CONFIG,
  DATABASE,
  LOGGER,
  METRICS,
  RANDOM,
  REDIS,
  SEALER,
  UNIT_OF_WORK,
} from '../../platform/tokens.ts';
import { redisKeys } from '../redis/keys.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { RedisSharedEpoch } from '../redis/redis-shared-epoch.ts';
import { RedisUserVersionFence } from '../redis/redis-user-version-fence.ts';
import { observeDatabase } from './database-metrics.ts';
import { databaseTls } from './database-tls.ts';
import { DbRouter } from './db-router.ts';
import { PostgresUnitOfWork } from './postgres-unit-of-work.ts';

/** What this module needs of the configuration. */
type DatabaseConfig = Pick<
  Config,
  | 'DATABASE_NODES'
  | 'DATABASE_NAME'
  | 'DATABASE_USER'
  | 'DATABASE_PASSWORD'
  | 'DATABASE_CA_FILE'
  | 'STATE_DIR'
  | 'INSTANCE_NAME'
>;

const database = {
  provide: DATABASE,
  inject: [CONFIG, REDIS, CLOCK, LOGGER, METRICS],
  useFactory: async (
    config: DatabaseConfig,
    redis: RedisConnection,
    clock: Clock,
    logger: Logger,
    metrics: Metrics,
  ): Promise<DbRouter> => {
    const router = new DbRouter({
      nodes: config.DATABASE_NODES,
      preferred: config.DATABASE_NODES[0]?.name,
      login: {
        database: config.DATABASE_NAME,
        user: config.DATABASE_USER,
        password: config.DATABASE_PASSWORD.expose().toString('utf8'),
        ssl: databaseTls(config.DATABASE_CA_FILE),
      },
      epochFile: path.join(config.STATE_DIR, 'epoch'),
      sharedEpoch: new RedisSharedEpoch(redis),
      logger,
      now: () => clock.now(),
    });
    observeDatabase(router, metrics);
    await router.start();
    return router;
  },
};

const unitOfWork = {
  provide: UNIT_OF_WORK,
  inject: [DATABASE, REDIS, SEALER, RANDOM, LOGGER, CONFIG],
  useFactory: (
    router: DbRouter,
    redis: RedisConnection,
    sealer: Sealer,
    random: RandomSource,
    logger: Logger,
    config: DatabaseConfig,
  ): PostgresUnitOfWork =>
    new PostgresUnitOfWork({
      database: router,
      fence: new RedisUserVersionFence(redis),
      sealer,
      random,
      logger,
      instance: config.INSTANCE_NAME,
      // The version in Redis has decided already; this only makes the others forget what they keep.
      onUsersChanged: () => {
        redis.client.publish(redisKeys.changed, 'users').catch(() => undefined);
      },
    }),
};

/** The way to Postgres and the unit of work, for every module. */
@Global()
@Module({ providers: [database, unitOfWork], exports: [DATABASE, UNIT_OF_WORK] })
export class PostgresModule implements OnApplicationShutdown {
  readonly #router: DbRouter;

  constructor(@Inject(DATABASE) router: DbRouter) {
    this.#router = router;
  }

  onApplicationShutdown(): void {
    this.#router.stop();
  }
}
