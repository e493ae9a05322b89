import 'reflect-metadata';
import { CONFIGURATION_EXIT_CODE, ConfigurationError, formatHostPort } from '@countersign/config';
import {
  createLogger,
  HealthServer,
  type Logger,
  type Metrics,
  NestPinoLogger,
  registerShutdown,
} from '@countersign/observability';
import { TlsFiles } from '@countersign/rpc';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.ts';
import { type Config, readConfig } from './config.ts';
import { activationServer, coreServer } from './inbound/grpc/servers.ts';
import type { RedisConnection } from './outbound/redis/redis-connection.ts';
import type { Database } from './platform/database.ts';
import { DATABASE, METRICS, REDIS } from './platform/tokens.ts';

const SERVICE = 'auth-server';
const GRACE_MILLISECONDS = 15_000;

/** Starts the auth-server with its configuration from the environment. */
async function start(config: Config, logger: Logger): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule.with(config, logger), {
    logger: new NestPinoLogger(logger),
    abortOnError: false,
  });
  const health = new HealthServer({ ...config.HEALTH_LISTEN, metrics: app.get<Metrics>(METRICS), logger });
  const database = app.get<Database>(DATABASE);
  const redis = app.get<RedisConnection>(REDIS);
  health.addReadinessCheck('database', () => readable(database));
  health.addReadinessCheck('redis', async () => {
    await redis.client.ping();
  });
  const tls = new TlsFiles(
    { certificate: config.TLS_CERT_FILE, key: config.TLS_KEY_FILE, authority: config.TLS_CA_FILE },
    { logger },
  );
  const core = coreServer(app, config, tls, logger);
  const activation = activationServer(app, config, tls, logger);
  registerShutdown({
    logger,
    limitMilliseconds: GRACE_MILLISECONDS + 5000,
    steps: [
      { name: 'readiness', run: () => health.drain() },
      { name: 'calls under way', run: () => core.stop(GRACE_MILLISECONDS) },
      { name: 'activation', run: () => activation.stop(1000) },
      { name: 'tls', run: () => tls.close() },
      { name: 'modules', run: () => app.close() },
      { name: 'health', run: () => health.stop() },
    ],
  });
  const [grpc, activates] = [await core.start(), await activation.start()];
  const port = await health.start();
  logger.info(
    { grpc, activation: activates, health: formatHostPort({ ...config.HEALTH_LISTEN, port }) },
    'auth-server is running',
  );
}

/** Sign-ins need some copy that can be read; a master only changes do. */
function readable(database: Database): Promise<void> {
  return database.read(async (manager) => {
    await manager.query('SELECT 1');
  });
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
const logger = createLogger({ service: SERVICE, level: config.LOG_LEVEL, instance: config.INSTANCE_NAME });
try {
  await start(config, logger);
} catch (error) {
  logger.fatal({ err: error }, 'auth-server cannot start');
  process.exit(1);
}
