import { choice, filePath, hostPort, hostPortList, integer, loadConfig, secretText, text } from '@countersign/config';
import { z } from 'zod';

/** What a delivery-worker is told by its environment. */
export const configSchema = z.object({
  LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('What is logged; nothing below this level.'),
  INSTANCE_NAME: text({ max: 64, example: 'delivery-1' }).describe('The name of this process in logs.'),
  TLS_CERT_FILE: filePath().describe('The certificate of this process, PEM.'),
  TLS_KEY_FILE: filePath().describe('Its key, PEM.'),
  TLS_CA_FILE: filePath().describe('The authority that all processes of the installation descend from, PEM.'),
  CORE_ADDRESSES: hostPortList({ defaultPort: 4443 }).describe('The auth-servers, which hear what became of messages.'),
  REDIS_URL: secretText().describe('Redis with the queue of messages: redis://:password@host:port or rediss://…'),
  SEALING_KEYS_FILE: filePath().describe('The keys that seal secrets at rest; the same as on the auth-servers.'),
  DELIVERY_PROVIDERS_FILE: filePath().describe('JSON with the providers of messages, in the order they are tried.'),
  DELIVERY_CONCURRENCY: integer({ min: 1, max: 1000 })
    .default(50)
    .describe('Messages that are under way at the same time.'),
  HEALTH_LISTEN: hostPort({ defaultPort: 9090 }).describe('Health and metrics; for the internal network only.'),
});

/** The checked configuration. */
export type Config = z.output<typeof configSchema>;

/** @throws ConfigurationError with every problem at once */
export function readConfig(): Config {
  return loadConfig(configSchema, process.env);
}
