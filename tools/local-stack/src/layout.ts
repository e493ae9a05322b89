import path from 'node:path';

/** Every port of a stack, counted from its base port. */
export interface StackPorts {
  readonly radiusAuthentication: number;
  readonly radiusAccounting: number;
  readonly postgres: Readonly<Record<PostgresName, number>>;
  readonly grpc: Readonly<Record<AuthServerName, number>>;
  readonly activation: Readonly<Record<AuthServerName, number>>;
  readonly redis: number;
  readonly inbox: number;
  /** HTTP of the doors for people. */
  readonly web: Readonly<Record<DoorName, number>>;
  readonly health: Readonly<Record<AppName, number>>;
}

/** The two Postgres servers; `pg-1` is the first primary. */
export type PostgresName = 'pg-1' | 'pg-2';
/** The two auth-servers; each is paired with the Postgres server of the same number. */
export type AuthServerName = 'mfa-1' | 'mfa-2';
/** The doors for people: the user portal and the admin console. */
export type DoorName = 'portal-1' | 'console-1';
/** Our own processes. */
export type AppName = AuthServerName | DoorName | 'radius-1' | 'radius-2' | 'delivery-1';
/** Everything that runs. */
export type ProcessName = PostgresName | AppName | 'redis' | 'inbox';

/** The names in the order in which a list shows them. */
export const PROCESS_NAMES = [
  'pg-1',
  'pg-2',
  'redis',
  'inbox',
  'mfa-1',
  'mfa-2',
  'radius-1',
  'radius-2',
  'delivery-1',
  'portal-1',
  'console-1',
] as const satisfies readonly ProcessName[];

/** The address everything listens on. */
export const LOOPBACK = '127.0.0.1';

/** The ports of a stack; the last two digits recall the standard ones (RADIUS 1812, Postgres 5432, gRPC 4443, Redis 6379). */
export function stackPorts(base: number): StackPorts {
  return {
    radiusAuthentication: base + 12,
    radiusAccounting: base + 13,
    postgres: { 'pg-1': base + 32, 'pg-2': base + 33 },
    grpc: { 'mfa-1': base + 43, 'mfa-2': base + 44 },
    activation: { 'mfa-1': base + 45, 'mfa-2': base + 46 },
    redis: base + 79,
    inbox: base + 80,
    web: { 'portal-1': base + 86, 'console-1': base + 87 },
    health: {
      'mfa-1': base + 90,
      'mfa-2': base + 91,
      'radius-1': base + 92,
      'radius-2': base + 93,
      'delivery-1': base + 94,
      'portal-1': base + 95,
      'console-1': base + 96,
    },
  };
}

/** Files and folders of a stack. */
export interface StackPaths {
  readonly runtimeDir: string;
  /** What the stack file and its clients look for first. */
  readonly stackFile: string;
  readonly controlSocket: string;
  readonly data: string;
  readonly secrets: string;
  readonly certificates: string;
  readonly logs: string;
  /** `STATE_DIR` of the processes, one folder each. */
  readonly state: string;
  /** Users, passwords and seeds of the demonstration. */
  readonly demoFile: string;
  /** Exists once the first start has finished making Postgres and its replica. */
  readonly installedMark: string;
  /** Fingerprint of the migrations that were applied last. */
  readonly migratedMark: string;
}

/** The paths below `runtimeDir`. */
export function stackPaths(runtimeDir: string): StackPaths {
  const at = (...names: string[]): string => path.join(runtimeDir, ...names);
  return {
    runtimeDir,
    stackFile: at('stack.json'),
    controlSocket: at('control.sock'),
    data: at('data'),
    secrets: at('secrets'),
    certificates: at('certificates'),
    logs: at('logs'),
    state: at('state'),
    demoFile: at('demo.json'),
    installedMark: at('data', 'installed'),
    migratedMark: at('data', 'migrated'),
  };
}
