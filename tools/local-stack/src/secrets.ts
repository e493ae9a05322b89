import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Keyring } from '@countersign/crypto';
import { APP_ROLE, OWNER_ROLE } from '@countersign/testing/servers';
import { LOOPBACK, type StackPaths, type StackPorts } from './layout.ts';

/** Name of the product's database. */
export const DATABASE = 'countersign';

/** Passwords of this installation, drawn at its first start, and the files that processes read them from. */
export interface StackSecrets {
  readonly superuserPassword: string;
  readonly replicatorPassword: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
  readonly redisPassword: string;
  readonly superuserPasswordFile: string;
  readonly appPasswordFile: string;
  readonly ownerUrlFile: string;
  readonly redisUrlFile: string;
  readonly sealingKeysFile: string;
  /** Secret of the demonstration's RADIUS client. */
  readonly radiusSecret: string;
  readonly radiusSecretFile: string;
}

/** Reads the secrets, drawing those that are missing. All files are readable by us alone. */
export function ensureSecrets(paths: StackPaths, ports: StackPorts): StackSecrets {
  const file = (name: string): string => path.join(paths.secrets, name);
  const password = (name: string): string => keptPassword(file(name));
  const secrets = {
    superuserPassword: password('postgres-superuser'),
    replicatorPassword: password('postgres-replicator'),
    ownerPassword: password('postgres-owner'),
    appPassword: password('postgres-app'),
    redisPassword: password('redis'),
    superuserPasswordFile: file('postgres-superuser'),
    appPasswordFile: file('postgres-app'),
    ownerUrlFile: file('database-owner-url'),
    redisUrlFile: file('redis-url'),
    sealingKeysFile: file('sealing-keys.json'),
    radiusSecret: password('radius-client'),
    radiusSecretFile: file('radius-client'),
  };
  writePrivately(secrets.redisUrlFile, `redis://:${secrets.redisPassword}@${LOOPBACK}:${ports.redis}`);
  writeOwnerUrl(secrets, ports.postgres['pg-1']);
  if (!existsSync(secrets.sealingKeysFile)) Keyring.create(secrets.sealingKeysFile, new Date());
  return secrets;
}

/** Notes where the migrations go: the server that is the primary now. */
export function writeOwnerUrl(secrets: Pick<StackSecrets, 'ownerUrlFile' | 'ownerPassword'>, port: number): void {
  const url = `postgres://${OWNER_ROLE}:${secrets.ownerPassword}@${LOOPBACK}:${port}/${DATABASE}`;
  writePrivately(secrets.ownerUrlFile, url);
}

/** The role of the auth-servers in the database. */
export const DATABASE_USER = APP_ROLE;

/** Writes a file that only we can read. */
export function writePrivately(file: string, content: string): void {
  writeFileSync(file, content, { mode: 0o600 });
}

/** Hexadecimal, so that a password means the same in a URL, a command and a configuration file. */
function keptPassword(file: string): string {
  if (!existsSync(file)) writePrivately(file, randomBytes(24).toString('hex'));
  return readFileSync(file, 'utf8').trim();
}
