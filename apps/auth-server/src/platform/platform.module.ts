import { Keyring, KeyedHash, Sealer, SystemRandom } from '@countersign/crypto';
import { type Logger, Metrics } from '@countersign/observability';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '../config.ts';
import { RedisConnection } from '../outbound/redis/redis-connection.ts';
import { redisKeys } from '../outbound/redis/keys.ts';
import { systemClock } from './clock.ts';
import { ChangeEvents, type ChangeTopic } from './events.ts';
import { CLOCK, CONFIG, EVENTS, KEYED_HASH, KEYRING, LOGGER, METRICS, RANDOM, REDIS, SEALER } from './tokens.ts';

const TOPICS: ReadonlySet<string> = new Set<ChangeTopic>(['settings', 'radius-clients', 'users']);

const providers = [
  { provide: CLOCK, useValue: systemClock },
  { provide: RANDOM, useFactory: () => new SystemRandom() },
  { provide: METRICS, useFactory: () => new Metrics() },
  {
    provide: KEYRING,
    inject: [CONFIG],
    useFactory: (config: Config) => Keyring.open(config.SEALING_KEYS_FILE),
  },
  { provide: SEALER, inject: [KEYRING], useFactory: (keyring: Keyring) => new Sealer(keyring) },
  { provide: KEYED_HASH, inject: [KEYRING], useFactory: (keyring: Keyring) => KeyedHash.of(keyring) },
  {
    provide: REDIS,
    inject: [CONFIG, LOGGER],
    useFactory: (config: Config, logger: Logger) =>
      new RedisConnection(config.REDIS_URL.expose().toString('utf8').trim(), logger),
  },
  {
    provide: EVENTS,
    inject: [REDIS],
    useFactory: (redis: RedisConnection) => {
      const events = new ChangeEvents();
      redis.subscribe(redisKeys.changed, (topic) => {
        if (TOPICS.has(topic)) events.emit(topic as ChangeTopic);
      });
      return events;
    },
  },
];

/** What every module may use: configuration, log, clock, chance, keys, Redis. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, logger: Logger): DynamicModule {
    const given = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
    ];
    const all = [...given, ...providers];
    return { module: PlatformModule, providers: all, exports: all.map(({ provide }) => provide) };
  }
}
