import { ConfigurationError, CONFIGURATION_EXIT_CODE, loadConfig, secretText, text } from '@countersign/config';
import { createLogger } from '@countersign/observability';
import { z } from 'zod';
import { migrateDatabase } from './outbound/postgres/migrate-database.ts';

/** Configuration of the migration job. No service runs migrations when it starts: a replica-only start must succeed. */
export const migrationConfigSchema = z.object({
  DATABASE_OWNER_URL: secretText().describe(
    'URL of the schema owner on the master, postgres://owner:password@host/name.',
  ),
  DATABASE_USER: text({ example: 'countersign' }).default('countersign').describe('Role that auth-server connects as.'),
});

const logger = createLogger({ service: 'migrate' });
try {
  const config = loadConfig(migrationConfigSchema);
  const url = config.DATABASE_OWNER_URL.expose().toString('utf8');
  const done = await migrateDatabase({ url, appRole: config.DATABASE_USER });
  logger.info({ migrations: done }, done.length === 0 ? 'The schema is up to date.' : 'The schema was migrated.');
} catch (error) {
  if (error instanceof ConfigurationError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = CONFIGURATION_EXIT_CODE;
  } else {
    logger.error({ err: error }, 'The schema was not migrated; nothing of the failed migration was kept.');
    process.exitCode = 1;
  }
}
