import 'reflect-metadata';
import { CONFIGURATION_EXIT_CODE, ConfigurationError } from '@countersign/config';
import { createLogger, NestPinoLogger, registerShutdown } from '@countersign/observability';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.ts';
import { readConfig } from './config.ts';
import { Gateway } from './gateway.ts';

const SERVICE = 'radius-gateway';
/** Beyond the time for sign-ins under way: sockets and connections close within it. */
const CLOSING_MILLISECONDS = 5000;

async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger({ service: SERVICE, level: config.LOG_LEVEL, instance: config.INSTANCE_NAME });
  const context = await NestFactory.createApplicationContext(AppModule.register(config, logger), {
    logger: new NestPinoLogger(logger),
    abortOnError: false,
  });
  const gateway = context.get(Gateway);
  registerShutdown({
    logger,
    limitMilliseconds: config.DRAIN_SECONDS * 1000 + CLOSING_MILLISECONDS,
    steps: [
      { name: 'answer what is under way', run: () => gateway.drain() },
      { name: 'close sockets and connections', run: () => gateway.stop() },
      { name: 'close the application', run: () => context.close() },
    ],
  });
  const { sockets, healthPort } = await gateway.start();
  logger.info({ sockets, healthPort }, 'the RADIUS gateway runs');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigurationError ? CONFIGURATION_EXIT_CODE : 1);
});
