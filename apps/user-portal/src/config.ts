import {
  choice,
  type Environment,
  filePath,
  hostPort,
  hostPortList,
  list,
  loadConfig,
  text,
  url,
} from '@countersign/config';
import { z } from 'zod';

/** What a user-portal is told by its environment. */
export const configSchema = z
  .object({
    LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info')
      .describe('What is logged; nothing below this level.'),
    INSTANCE_NAME: text({ max: 64, example: 'portal-1' })
      .default('user-portal')
      .describe('Tells several portals apart in the log.'),
    TLS_CERT_FILE: filePath().describe('The certificate of this process towards the auth-servers, PEM.'),
    TLS_KEY_FILE: filePath().describe('Its key, PEM.'),
    TLS_CA_FILE: filePath().describe('The authority that all processes of the installation descend from, PEM.'),
    CORE_ADDRESSES: hostPortList({ defaultPort: 4443 }).describe(
      'The auth-servers. A name stands for every address behind it; one that fails is left out until it is back.',
    ),
    HTTP_LISTEN: hostPort({ defaultPort: 8443 })
      .default({ host: '0.0.0.0', port: 8443 })
      .describe('Where browsers connect.'),
    HTTP_PLAIN: choice(['loopback', 'behind_proxy'])
      .default('loopback')
      .describe(
        'Where HTTP without TLS is allowed when no certificate is given: on loopback only, or behind a proxy that ends TLS.',
      ),
    HTTPS_CERT_FILE: filePath({ example: '/etc/countersign/portal.crt' })
      .optional()
      .describe('The certificate that browsers see, with its chain, PEM; read again when it changes.'),
    HTTPS_KEY_FILE: filePath({ example: '/etc/countersign/portal.key' }).optional().describe('Its key, PEM.'),
    PUBLIC_ORIGIN: url({ protocols: ['https', 'http'], example: 'https://portal.example' })
      .transform((value) => new URL(value).origin)
      .describe('The address people type, without a path. Changes are accepted from its pages only.'),
    TRUSTED_PROXIES: list({ example: '10.0.0.0/8' })
      .default([])
      .describe('Proxies whose X-Forwarded-For is believed: addresses and networks.'),
    PAGES_DIR: text({ example: '/app/ui/user-portal/dist' })
      .default('ui/user-portal/dist')
      .describe('The built pages. Where they are missing, a page says that the site is being worked on.'),
    HEALTH_LISTEN: hostPort({ defaultPort: 9090 })
      .default({ host: '0.0.0.0', port: 9090 })
      .describe('Health and metrics; for the internal network only.'),
  })
  .superRefine(checkTransport);

/** The checked configuration. */
export type Config = z.output<typeof configSchema>;

/** @throws ConfigurationError with every problem at once */
export function readConfig(environment?: Environment): Config {
  return loadConfig(configSchema, environment);
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

interface Transport {
  readonly HTTP_LISTEN: { readonly host: string };
  readonly HTTP_PLAIN: string;
  readonly HTTPS_CERT_FILE?: string | undefined;
  readonly HTTPS_KEY_FILE?: string | undefined;
  readonly PUBLIC_ORIGIN: string;
}

/** A session cookie must not cross a network in the clear. */
function checkTransport(config: Transport, context: z.core.$RefinementCtx): void {
  const complain = (variable: keyof Transport, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message });
  const hasCertificate = config.HTTPS_CERT_FILE !== undefined;
  if (hasCertificate !== (config.HTTPS_KEY_FILE !== undefined)) {
    complain('HTTPS_KEY_FILE', 'is needed together with HTTPS_CERT_FILE');
  }
  const { hostname, protocol } = new URL(config.PUBLIC_ORIGIN);
  if (protocol === 'http:' && !LOOPBACK.has(hostname)) {
    complain('PUBLIC_ORIGIN', 'must begin with https:// unless it is localhost');
  }
  if (!hasCertificate && config.HTTP_PLAIN === 'loopback' && !LOOPBACK.has(config.HTTP_LISTEN.host)) {
    complain(
      'HTTPS_CERT_FILE',
      'is missing: without TLS only loopback is allowed, or HTTP_PLAIN=behind_proxy where a proxy ends TLS',
    );
  }
}
