import { Keyring } from '@countersign/crypto';
import { HealthServer, type Logger, Metrics } from '@countersign/observability';
import { createRpcChannel, type RpcChannel, TlsFiles } from '@countersign/rpc';
import { type DynamicModule, Module } from '@nestjs/common';
import { DeliverMessage } from './application/deliver-message.use-case.ts';
import { CLOCK, type Clock } from './application/ports/clock.ts';
import { DELIVERY_METER, type DeliveryMeter } from './application/ports/delivery-meter.ts';
import { DELIVERY_REPORTER, type DeliveryReporter } from './application/ports/delivery-reporter.ts';
import { MESSAGE_PROVIDERS, type MessageProvider } from './application/ports/message-provider.ts';
import { TakeMailTests } from './application/take-mail-tests.ts';
import type { Config } from './config.ts';
import { DeliveryConsumer } from './inbound/bullmq/delivery-consumer.ts';
import { JobReader } from './inbound/bullmq/read-job.ts';
import { CoreReporter } from './outbound/grpc/core-reporter.ts';
import { PrometheusDeliveryMeter } from './outbound/prometheus/prometheus-delivery-meter.ts';
import { CoreMailRelay } from './outbound/smtp/core-mail-relay.ts';
import { takeMailTest } from './outbound/smtp/core-mail-tests.ts';
import { loadProviders } from './outbound/providers/load-providers.ts';

const CONFIG = Symbol('CONFIG');
const LOGGER = Symbol('LOGGER');
/** DI token of the channel to the core. */
export const CORE_CHANNEL = Symbol('CORE_CHANNEL');

const metrics = { provide: Metrics, useFactory: () => new Metrics() };
const clock = { provide: CLOCK, useValue: { now: () => Date.now() } };

const tlsFiles = {
  provide: TlsFiles,
  inject: [CONFIG, LOGGER],
  useFactory: (config: Config, logger: Logger) =>
    new TlsFiles(
      { certificate: config.TLS_CERT_FILE, key: config.TLS_KEY_FILE, authority: config.TLS_CA_FILE },
      { logger },
    ),
};

const channel = {
  provide: CORE_CHANNEL,
  inject: [CONFIG, TlsFiles],
  useFactory: (config: Config, tls: TlsFiles) =>
    createRpcChannel({ addresses: config.CORE_ADDRESSES, tls, serverIdentity: 'auth-server' }),
};

const reporter = {
  provide: DELIVERY_REPORTER,
  inject: [CORE_CHANNEL, CLOCK, LOGGER],
  useFactory: (core: RpcChannel, time: Clock, logger: Logger) => new CoreReporter(core, time, logger),
};

const providers = {
  provide: MESSAGE_PROVIDERS,
  inject: [CONFIG, CORE_CHANNEL],
  // What the console sets comes first; the file stays for sites that keep it there.
  useFactory: (config: Config, core: RpcChannel) => [
    new CoreMailRelay(core),
    ...loadProviders(config.DELIVERY_PROVIDERS_FILE),
  ],
};

const meter = {
  provide: DELIVERY_METER,
  inject: [Metrics],
  useFactory: (made: Metrics) => new PrometheusDeliveryMeter(made),
};

const deliver = {
  provide: DeliverMessage,
  inject: [MESSAGE_PROVIDERS, DELIVERY_REPORTER, DELIVERY_METER, CLOCK],
  useFactory: (tried: readonly MessageProvider[], reported: DeliveryReporter, counted: DeliveryMeter, time: Clock) =>
    new DeliverMessage({ providers: tried, reporter: reported, meter: counted, clock: time }),
};

const consumer = {
  provide: DeliveryConsumer,
  inject: [CONFIG, DeliverMessage, LOGGER],
  useFactory: (config: Config, useCase: DeliverMessage, logger: Logger) =>
    new DeliveryConsumer({
      redisUrl: config.REDIS_URL.expose().toString('utf8').trim(),
      concurrency: config.DELIVERY_CONCURRENCY,
      reader: new JobReader(Keyring.open(config.SEALING_KEYS_FILE)),
      deliver: useCase,
      logger,
    }),
};

const mailTests = {
  provide: TakeMailTests,
  inject: [CORE_CHANNEL, CLOCK, LOGGER],
  useFactory: (core: RpcChannel, time: Clock, logger: Logger) =>
    new TakeMailTests(
      () => takeMailTest(core, () => time.now()),
      (err) => logger.debug({ err }, 'no test of the mail server could be taken'),
    ),
};

const health = {
  provide: HealthServer,
  inject: [CONFIG, Metrics, LOGGER, DeliveryConsumer],
  useFactory: (config: Config, made: Metrics, logger: Logger, taking: DeliveryConsumer) => {
    const server = new HealthServer({ ...config.HEALTH_LISTEN, metrics: made, logger });
    server.addReadinessCheck('redis', () => taking.check());
    return server;
  },
};

/** The delivery-worker: takes messages from the queue, hands them to providers, reports to the core. */
@Module({})
export class AppModule {
  static with(config: Config, logger: Logger): DynamicModule {
    const given = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
    ];
    const made = [metrics, clock, tlsFiles, channel, reporter, providers, meter, deliver, consumer, mailTests, health];
    return { module: AppModule, providers: [...given, ...made] };
  }
}
