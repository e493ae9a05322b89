import { isIP } from 'node:net';
import {
  choice,
  duration,
  type Environment,
  filePath,
  hostPort,
  hostPortList,
  integer,
  list,
  loadConfig,
  text,
} from '@countersign/config';
import { z } from 'zod';

/** What a radius-gateway is told by its environment. */
export const configSchema = z.object({
  LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('What is logged; nothing below this level.'),
  INSTANCE_NAME: text({ max: 64, example: 'radius-1' })
    .default('radius-gateway')
    .describe('Tells several gateways apart in the log.'),
  TLS_CERT_FILE: filePath().describe('The certificate of this process, PEM.'),
  TLS_KEY_FILE: filePath().describe('Its key, PEM.'),
  TLS_CA_FILE: filePath().describe('The authority that all processes of the installation descend from, PEM.'),
  CORE_ADDRESSES: hostPortList({ defaultPort: 4443 }).describe(
    'The auth-servers. A name stands for every address behind it; sign-ins go to the one with the least to do.',
  ),
  HEALTH_LISTEN: hostPort({ defaultPort: 9090 })
    .default({ host: '0.0.0.0', port: 9090 })
    .describe('Health and metrics; for the internal network only.'),
  RADIUS_AUTH_LISTEN: listenAddresses(1812).describe(
    'UDP addresses for Access-Request. A host with several addresses lists each: replies leave from the one that was asked.',
  ),
  RADIUS_ACCOUNTING_LISTEN: listenAddresses(1813).describe('UDP addresses for Accounting-Request.'),
  RADIUS_RECEIVE_BUFFER_OCTETS: integer({ min: 65_536, max: 268_435_456 })
    .default(4_194_304)
    .describe('Receive buffer of each socket; net.core.rmem_max of the host must allow it.'),
  RADIUS_CLIENT_REQUESTS_PER_SECOND: integer({ max: 1_000_000 })
    .default(200)
    .describe('New sign-ins per second of a client without a limit of its own; twice as many in a burst. 0: no limit.'),
  RADIUS_USER_REQUESTS_PER_SECOND: integer({ max: 1_000_000 })
    .default(1)
    .describe('New sign-ins per second of one user through one client; five times as many in a burst. 0: no limit.'),
  RADIUS_MAX_IN_FLIGHT: integer({ min: 1, max: 1_000_000 })
    .default(4096)
    .describe('Sign-ins that may wait for a verdict at the same time; further new ones are dropped.'),
  RADIUS_DICTIONARY_FILES: list({ example: '/etc/countersign/dictionary.acme' })
    .default([])
    .describe('More dictionaries in FreeRADIUS format, for vendors whose attributes the built-in one does not have.'),
  CLIENTS_CACHE_FILE: filePath({ mustExist: false, example: '/var/lib/countersign/radius-clients' })
    .optional()
    .describe('Keeps the last list of RADIUS clients, sealed, over a restart.'),
  DRAIN_SECONDS: duration({ max: 600 })
    .default(15)
    .describe('How long a stopping gateway waits for sign-ins that are under way.'),
});

/** The checked configuration. */
export type Config = z.output<typeof configSchema>;

/** @throws ConfigurationError with every problem at once */
export function readConfig(environment?: Environment): Config {
  return loadConfig(configSchema, environment);
}

/** A socket is bound to an address; a name could stand for another one tomorrow. */
function listenAddresses(defaultPort: number) {
  return hostPortList({ defaultPort })
    .refine((entries) => entries.every(({ host }) => isIP(host) !== 0), 'must name IP addresses, not host names')
    .default([{ host: '0.0.0.0', port: defaultPort }]);
}
