import 'reflect-metadata';
import { CONFIGURATION_EXIT_CODE, ConfigurationError, formatHostPort } from '@countersign/config';
import { isDomainError } from '@countersign/errors';
import { createLogger, HealthServer, type Logger, NestPinoLogger, registerShutdown } from '@countersign/observability';
import { type RpcChannel, TlsFiles } from '@countersign/rpc';
import { NestFactory } from '@nestjs/core';
import { AppModule, CORE_CHANNEL } from './app.module.ts';
import { TakeMailTests } from './application/take-mail-tests.ts';
import { type Config, readConfig } from './config.ts';
import { DeliveryConsumer } from './inbound/bullmq/delivery-consumer.ts';

/** Starts the delivery-worker with its configuration from the environment. */
async function start(config: Config, logger: Logger): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule.with(config, logger), {
    logger: new NestPinoLogger(logger),
    abortOnError: false,
  });
  const health = app.get(HealthServer);
  const consumer = app.get(DeliveryConsumer);
  const channel = app.get<RpcChannel>(CORE_CHANNEL);
  registerShutdown({
    logger,
    steps: [
      { name: 'readiness', run: () => health.drain() },
      { name: 'queue', run: () => consumer.stop() },
      { name: 'mail tests', run: () => app.get(TakeMailTests).stop() },
      { name: 'core', run: () => channel.close() },
      { name: 'tls', run: () => app.get(TlsFiles).close() },
      { name: 'modules', run: () => app.close() },
      { name: 'health', run: () => health.stop() },
    ],
  });
  const port = await health.start();
  consumer.start();
  app.get(TakeMailTests).start();
  logger.info({ health: formatHostPort({ ...config.HEALTH_LISTEN, port }) }, 'delivery-worker is running');
}

function configurationOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(CONFIGURATION_EXIT_CODE);
  }
}

const config = configurationOrExit();
const logger = createLogger({ service: 'delivery-worker', level: config.LOG_LEVEL, instance: config.INSTANCE_NAME });
try {
  await start(config, logger);
} catch (error) {
  logger.fatal({ err: error }, 'delivery-worker cannot start');
  process.exit(isDomainError(error, 'invalid_request') ? CONFIGURATION_EXIT_CODE : 1);
}
