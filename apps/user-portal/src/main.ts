import 'reflect-metadata';
import { CONFIGURATION_EXIT_CODE, ConfigurationError } from '@countersign/config';
import { createLogger, registerShutdown } from '@countersign/observability';
import { readConfig } from './config.ts';
import { Door } from './door.ts';

const SERVICE = 'user-portal';

async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger({ service: SERVICE, level: config.LOG_LEVEL, instance: config.INSTANCE_NAME });
  const door = await Door.create(config, logger);
  registerShutdown({
    logger,
    steps: [
      { name: 'readiness', run: () => door.drain() },
      { name: 'requests under way, and connections', run: () => door.stop() },
    ],
  });
  const { port, healthPort } = await door.start();
  logger.info({ port, healthPort, origin: config.PUBLIC_ORIGIN }, 'the user portal runs');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigurationError ? CONFIGURATION_EXIT_CODE : 1);
});
