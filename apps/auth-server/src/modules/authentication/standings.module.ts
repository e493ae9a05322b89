import type { RandomSource } from '@countersign/crypto';
import { Global, Module } from '@nestjs/common';
import type { Config } from '../../config.ts';
import type { RedisConnection } from '../../outbound/redis/redis-connection.ts';
import { CONFIG, RANDOM, REDIS } from '../../platform/tokens.ts';
import { USER_STANDINGS } from '../users/index.ts';
import { RedisUserStandings } from './outbound/redis/redis-user-standings.ts';

const standings = {
  provide: USER_STANDINGS,
  inject: [REDIS, RANDOM, CONFIG],
  useFactory: (redis: RedisConnection, random: RandomSource, config: Config) =>
    new RedisUserStandings(redis, random, config.INSTANCE_NAME),
};

/**
 * Locks, blocks and bypasses live in the memory of the sign-ins. Global, because the module of the users declares the port
 * and cannot import the one that implements it: that one imports it.
 */
@Global()
@Module({ providers: [standings], exports: [USER_STANDINGS] })
export class StandingsModule {}
