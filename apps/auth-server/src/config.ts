import { choice, filePath, hostPort, integer, list, loadConfig, secretText, text } from '@countersign/config';
import { z } from 'zod';

/** What an auth-server is told by its environment. */
export const configSchema = z.object({
  LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('What is logged; nothing below this level.'),
  INSTANCE_NAME: text({ max: 64, example: 'mfa-1' }).describe('The name of this server in lists and in the journal.'),
  STATE_DIR: text({ example: '/var/lib/countersign' }).describe(
    'A folder of this server alone: the highest database timeline it has seen, journal entries that Redis refused.',
  ),
  TLS_CERT_FILE: filePath().describe('The certificate of this server, PEM.'),
  TLS_KEY_FILE: filePath().describe('Its key, PEM.'),
  TLS_CA_FILE: filePath().describe('The authority that all processes of the installation descend from, PEM.'),
  GRPC_LISTEN: hostPort({ defaultPort: 4443 }).describe('Where doors and administrators call.'),
  ACTIVATION_LISTEN: hostPort({ defaultPort: 4444 }).describe(
    'Where a new process without a certificate gets its first one.',
  ),
  HEALTH_LISTEN: hostPort({ defaultPort: 9090 }).describe('Health and metrics; for the internal network only.'),
  DATABASE_NODES: list({ example: 'pg-1=db1.example:5432,pg-2=db2.example:5432' })
    .transform((entries, context) => entries.map((entry) => databaseNode(entry, context)))
    .describe('The Postgres servers as name=host:port; the first is the copy of this server, read locally.'),
  DATABASE_NAME: text({ max: 63, example: 'countersign' }).default('countersign').describe('The database.'),
  DATABASE_USER: text({ max: 63, example: 'countersign' }).default('countersign').describe('The role of the servers.'),
  DATABASE_PASSWORD: secretText().describe('Its password.'),
  DATABASE_CA_FILE: filePath()
    .optional()
    .describe(
      'The authority of the Postgres servers, PEM: connections are then encrypted and their host names checked.',
    ),
  REDIS_URL: secretText().describe('Redis: redis://:password@host:port or rediss://…'),
  REDIS_WAIT_REPLICAS: integer({ max: 5 })
    .default(0)
    .describe('Redis replicas that must acknowledge an accept before it is reported.'),
  SEALING_KEYS_FILE: filePath().describe('The keys that seal secrets at rest; the same on every server.'),
  CA_CERT_FILE: filePath().optional().describe('The authority that signs certificates at activation, PEM.'),
  CA_KEY_FILE: filePath().optional().describe('Its key, PEM. Without it this server activates nobody.'),
  DIRECTORY_SERVERS_FILE: filePath()
    .optional()
    .describe('JSON that describes the LDAP directory; absent: there is none.'),
  USER_CACHE_ENTRIES: integer({ min: 100, max: 5_000_000 })
    .default(20_000)
    .describe('Users kept in memory; about one KiB each.'),
});

/** The checked configuration. */
export type Config = z.output<typeof configSchema>;

/** One Postgres server. */
export interface DatabaseNodeConfig {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** @throws ConfigurationError with every problem at once */
export function readConfig(): Config {
  return loadConfig(configSchema, process.env);
}

function databaseNode(entry: string, context: z.core.$RefinementCtx): DatabaseNodeConfig {
  const [, name, host, port] = /^([\w.-]+)=(.+):(\d+)$/.exec(entry) ?? [];
  if (name === undefined || host === undefined || port === undefined) {
    context.addIssue({ code: 'custom', message: `has "${entry}", which is not name=host:port`, input: entry });
    return z.NEVER;
  }
  return { name, host, port: Number(port) };
}
