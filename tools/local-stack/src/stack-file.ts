import type { StackAddress, StackFile } from '@countersign/testing/servers';
import { webUrl } from './apps.ts';
import type { StackCertificates } from './certificates.ts';
import { LOOPBACK, type StackPaths, type StackPorts } from './layout.ts';
import { DATABASE, DATABASE_USER, type StackSecrets, writePrivately } from './secrets.ts';

/** What {@link writeStackFile} needs to know. */
export interface StackFacts {
  readonly root: string;
  readonly paths: StackPaths;
  readonly ports: StackPorts;
  readonly secrets: StackSecrets;
  readonly certificates: StackCertificates;
}

/** Notes where everything is, for the command line and for tests. */
export function writeStackFile(facts: StackFacts): void {
  writePrivately(facts.paths.stackFile, `${JSON.stringify(contents(facts), null, 2)}\n`);
}

function contents({ root, paths, ports, secrets, certificates }: StackFacts): StackFile {
  const operator = certificates.of('operator');
  return {
    version: 1,
    root,
    runtimeDir: paths.runtimeDir,
    launcherPid: process.pid,
    startedAt: new Date().toISOString(),
    controlSocket: paths.controlSocket,
    core: named(ports.grpc),
    activation: named(ports.activation),
    tls: {
      certificate: operator.certificateFile,
      key: operator.keyFile,
      authority: certificates.authority.certificateFile,
    },
    radius: {
      authentication: [at(ports.radiusAuthentication)],
      accounting: [at(ports.radiusAccounting)],
      secretFile: secrets.radiusSecretFile,
    },
    postgres: named(ports.postgres),
    database: {
      name: DATABASE,
      user: DATABASE_USER,
      passwordFile: secrets.appPasswordFile,
      superuserPasswordFile: secrets.superuserPasswordFile,
      ownerUrlFile: secrets.ownerUrlFile,
    },
    redis: at(ports.redis),
    redisUrlFile: secrets.redisUrlFile,
    portal: webUrl(ports, 'portal-1'),
    console: webUrl(ports, 'console-1'),
    inbox: `http://${LOOPBACK}:${ports.inbox}/`,
    health: named(ports.health),
    sealingKeysFile: secrets.sealingKeysFile,
    certificatesDir: paths.certificates,
    logsDir: paths.logs,
    demoFile: paths.demoFile,
  };
}

function at(port: number): StackAddress {
  return { host: LOOPBACK, port };
}

function named(group: Readonly<Record<string, number>>): (StackAddress & { name: string })[] {
  return Object.entries(group).map(([name, port]) => ({ name, ...at(port) }));
}
