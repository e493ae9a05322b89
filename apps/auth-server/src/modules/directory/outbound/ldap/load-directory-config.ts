import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { readSecretFile } from '@countersign/config';
import { DomainError, SecretBytes } from '@countersign/errors';
import { type DirectoryConfig, directoryConfigSchema } from './directory-config.ts';

/** One server of the directory, ready to connect to. */
export interface DirectoryServerSettings {
  /** As configured, for messages. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'ldaps' | 'starttls' | 'none';
  /** PEM; the authorities that may have issued the server's certificate. */
  readonly authorities: readonly string[];
}

/** How a user's name becomes the name of a bind. */
export type BindNameRule =
  | { readonly kind: 'template'; readonly template: string }
  | {
      readonly kind: 'search';
      readonly accountDn: string;
      readonly accountPassword: SecretBytes;
      readonly baseDn: string;
      readonly filter: string;
    };

/** The directory, with the content of the files that its configuration names. */
export interface DirectorySettings {
  readonly servers: readonly DirectoryServerSettings[];
  readonly bindName: BindNameRule;
  readonly limits: Pick<
    DirectoryConfig,
    | 'connectTimeoutMilliseconds'
    | 'operationTimeoutMilliseconds'
    | 'maxConnectionsPerServer'
    | 'idleSeconds'
    | 'healthIntervalSeconds'
  >;
}

/**
 * Reads the file that DIRECTORY_SERVERS_FILE names, and the files named in it.
 * @throws DomainError `invalid_request` with every problem of the file
 */
export function loadDirectoryConfig(path: string): DirectorySettings {
  const result = directoryConfigSchema.safeParse(parseJson(path, read(path)));
  if (!result.success) {
    const problems = result.error.issues.map(({ path: at, message }) => `  ${at.join('.') || 'the file'}: ${message}`);
    throw unusable(path, `has problems:\n${problems.join('\n')}`);
  }
  const { servers, ...config } = result.data;
  return {
    servers: servers.map((server) => ({
      url: server.url,
      ...addressOf(server.url),
      security: server.startTls ? 'starttls' : server.url.toLowerCase().startsWith('ldaps:') ? 'ldaps' : 'none',
      authorities: server.caFile === undefined ? rootCertificates : [read(server.caFile)],
    })),
    bindName: bindNameRule(path, config),
    limits: config,
  };
}

function bindNameRule(path: string, config: Omit<DirectoryConfig, 'servers'>): BindNameRule {
  const { bindTemplate, serviceAccount, baseDn, filter } = config;
  if (bindTemplate !== undefined) return { kind: 'template', template: bindTemplate };
  if (serviceAccount === undefined || baseDn === undefined || filter === undefined) {
    throw unusable(path, 'says neither how to bind nor how to search');
  }
  const secret = readSecretFile(serviceAccount.passwordFile);
  if (secret.kind === 'refused') throw unusable(path, `serviceAccount.passwordFile ${secret.problem}`);
  if (secret.content === '') throw unusable(path, 'names an empty password file: that would be an anonymous bind');
  return {
    kind: 'search',
    accountDn: serviceAccount.dn,
    accountPassword: SecretBytes.fromText(secret.content),
    baseDn,
    filter,
  };
}

function addressOf(text: string): { readonly host: string; readonly port: number } {
  const { protocol, hostname, port } = new URL(text);
  const usual = protocol === 'ldaps:' ? 636 : 389;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unusable(path, 'cannot be read', error);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unusable(path, 'is not JSON', error);
  }
}

function unusable(path: string, problem: string, cause?: unknown): DomainError {
  return new DomainError('invalid_request', `the directory configuration ${path} ${problem}`, { cause });
}
