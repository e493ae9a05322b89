import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppProcess } from './app-process.ts';
import type { StackCertificates } from './certificates.ts';
import { StartRefused } from './config.ts';
import {
  type AppName,
  type AuthServerName,
  type DoorName,
  LOOPBACK,
  type PostgresName,
  type StackPaths,
  type StackPorts,
} from './layout.ts';
import { STACK_MARK } from './managed-process.ts';
import { DATABASE, DATABASE_USER, type StackSecrets } from './secrets.ts';

/** All that the environment of a process is made of. */
export interface AppSurroundings {
  readonly root: string;
  readonly paths: StackPaths;
  readonly ports: StackPorts;
  readonly secrets: StackSecrets;
  readonly certificates: StackCertificates;
  readonly providersFile: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/** Which program each instance runs, and what it is called in lists. */
const APPS = {
  'mfa-1': { app: 'auth-server', what: 'auth-server, paired with pg-1' },
  'mfa-2': { app: 'auth-server', what: 'auth-server, paired with pg-2' },
  'radius-1': { app: 'radius-gateway', what: 'RADIUS gateway' },
  'radius-2': { app: 'radius-gateway', what: 'RADIUS gateway, same address' },
  'delivery-1': { app: 'delivery-worker', what: 'delivery worker' },
  'portal-1': { app: 'user-portal', what: 'user portal' },
  'console-1': { app: 'admin-console', what: 'admin console' },
} as const satisfies Record<AppName, { app: string; what: string }>;

/** The service of each instance, which is its identity in its certificate. */
export const CERTIFICATE_HOLDERS = [
  ...Object.entries(APPS).map(([instance, { app }]) => ({ instance, service: app })),
  { instance: 'operator', service: 'operator' },
];

/** host:port of both auth-servers, the list that every door is given. */
export function coreAddresses(ports: StackPorts): string {
  return Object.values(ports.grpc)
    .map((port) => `${LOOPBACK}:${port}`)
    .join(',');
}

/** The origin of a door for people. */
export function webUrl(ports: StackPorts, name: DoorName): string {
  return `http://localhost:${ports.web[name]}`;
}

/** The inbox: a gateway for text messages that keeps them for reading. */
export function inboxProcess({ root, paths, ports, environment }: AppSurroundings): AppProcess {
  return new AppProcess({
    name: 'inbox',
    what: 'inbox for text messages',
    address: `http://${LOOPBACK}:${ports.inbox}/`,
    script: 'tools/local-stack/dist/inbox/main.js',
    args: [String(ports.inbox), path.join(paths.data, 'inbox.jsonl')],
    cwd: root,
    environment: { ...environment, [STACK_MARK]: paths.runtimeDir },
    logFile: path.join(paths.logs, 'inbox.log'),
    readyUrl: `http://${LOOPBACK}:${ports.inbox}/messages`,
  });
}

/** All processes of our own; throws {@link StartRefused} for one that was not built. */
export function appProcesses(around: AppSurroundings): readonly AppProcess[] {
  return (Object.keys(APPS) as AppName[]).map((name) => appProcess(name, around));
}

function appProcess(name: AppName, around: AppSurroundings): AppProcess {
  const { app, what } = APPS[name];
  const { root, paths, ports } = around;
  const script = `apps/${app}/dist/main.js`;
  if (!existsSync(path.join(root, script))) throw new StartRefused(`${script} is missing: the build did not make it.`);
  const stateDir = path.join(paths.state, name);
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  return new AppProcess({
    name,
    what,
    address: addressOf(name, ports),
    script,
    cwd: root,
    environment: {
      ...around.environment,
      ...commonEnvironment(name, around),
      ...specificEnvironment(name, around),
      STATE_DIR: stateDir,
    },
    logFile: path.join(paths.logs, `${name}.log`),
    readyUrl: `http://${LOOPBACK}:${ports.health[name]}/ready`,
  });
}

function addressOf(name: AppName, ports: StackPorts): string {
  if (name === 'mfa-1' || name === 'mfa-2') return `${LOOPBACK}:${ports.grpc[name]}`;
  if (name === 'delivery-1') return 'no port';
  if (name === 'portal-1' || name === 'console-1') return webUrl(ports, name);
  return `${LOOPBACK}:${ports.radiusAuthentication}/udp`;
}

function commonEnvironment(name: AppName, { certificates, paths, ports }: AppSurroundings): NodeJS.ProcessEnv {
  const own = certificates.of(name);
  return {
    [STACK_MARK]: paths.runtimeDir,
    NODE_ENV: 'production',
    INSTANCE_NAME: name,
    TLS_CERT_FILE: own.certificateFile,
    TLS_KEY_FILE: own.keyFile,
    TLS_CA_FILE: certificates.authority.certificateFile,
    HEALTH_LISTEN: `${LOOPBACK}:${ports.health[name]}`,
  };
}

function specificEnvironment(name: AppName, around: AppSurroundings): NodeJS.ProcessEnv {
  const { ports, secrets, providersFile } = around;
  switch (name) {
    case 'mfa-1':
      return authServerEnvironment(name, ['pg-1', 'pg-2'], around);
    case 'mfa-2':
      return authServerEnvironment(name, ['pg-2', 'pg-1'], around);
    case 'radius-1':
    case 'radius-2':
      return {
        CORE_ADDRESSES: coreAddresses(ports),
        RADIUS_AUTH_LISTEN: `${LOOPBACK}:${ports.radiusAuthentication}`,
        RADIUS_ACCOUNTING_LISTEN: `${LOOPBACK}:${ports.radiusAccounting}`,
        CLIENTS_CACHE_FILE: path.join(around.paths.state, name, 'radius-clients'),
      };
    case 'delivery-1':
      return {
        CORE_ADDRESSES: coreAddresses(ports),
        REDIS_URL_FILE: secrets.redisUrlFile,
        SEALING_KEYS_FILE: secrets.sealingKeysFile,
        DELIVERY_PROVIDERS_FILE: providersFile,
      };
    case 'portal-1':
    case 'console-1':
      return doorEnvironment(name, around);
  }
}

/** Plain HTTP on loopback; browsers keep cookies of `__Host-` at localhost, not at 127.0.0.1. */
function doorEnvironment(name: DoorName, { root, ports }: AppSurroundings): NodeJS.ProcessEnv {
  return {
    CORE_ADDRESSES: coreAddresses(ports),
    HTTP_LISTEN: `${LOOPBACK}:${ports.web[name]}`,
    PUBLIC_ORIGIN: webUrl(ports, name),
    PAGES_DIR: path.join(root, 'ui', APPS[name].app, 'dist'),
  };
}

/** The first database server in the list is the one this auth-server is paired with. */
function authServerEnvironment(
  name: AuthServerName,
  databases: readonly PostgresName[],
  { ports, secrets, certificates }: AppSurroundings,
): NodeJS.ProcessEnv {
  return {
    DATABASE_NODES: databases.map((node) => `${node}=${LOOPBACK}:${ports.postgres[node]}`).join(','),
    DATABASE_NAME: DATABASE,
    DATABASE_USER,
    DATABASE_PASSWORD_FILE: secrets.appPasswordFile,
    REDIS_URL_FILE: secrets.redisUrlFile,
    GRPC_LISTEN: `${LOOPBACK}:${ports.grpc[name]}`,
    ACTIVATION_LISTEN: `${LOOPBACK}:${ports.activation[name]}`,
    SEALING_KEYS_FILE: secrets.sealingKeysFile,
    CA_CERT_FILE: certificates.authority.certificateFile,
    CA_KEY_FILE: certificates.authority.keyFile,
  };
}
