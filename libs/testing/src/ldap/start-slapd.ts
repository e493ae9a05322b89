import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { TestAuthority } from '../certificates/test-authority.ts';
import { findProgram } from '../peers/require-peer.ts';
import { type Child, endChild, lastLines, startChild } from '../servers/child.ts';
import { freePort } from '../servers/free-port.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';

/** A person in the directory. */
export interface DirectoryPerson {
  /** `uid`, also the common name. */
  readonly name: string;
  readonly password: string;
}

/** What {@link startSlapd} fills the directory with. */
export interface SlapdOptions {
  readonly people: readonly DirectoryPerson[];
  /** Names in the certificate; default: localhost and the loopback addresses. */
  readonly certificateNames?: readonly { readonly type: 'dns' | 'ip'; readonly value: string }[];
  readonly authority?: TestAuthority;
}

/** A real OpenLDAP server of a test's own, with people under `ou=people,dc=corp,dc=example`. */
export interface Slapd {
  readonly host: 'localhost';
  readonly port: number;
  readonly securePort: number;
  readonly baseDn: string;
  /** May search, as applications do. */
  readonly serviceAccount: { readonly dn: string; readonly password: string };
  /** PEM file of the authority that issued the server's certificate. */
  readonly caFile: string;
  readonly folder: string;
  /** The names of all simple binds that reached the server, in order, as its log tells. */
  binds(): readonly string[];
  /** The number of connections that were ever accepted. */
  connections(): number;
  stop(): Promise<void>;
  /** Starts again on the same ports after {@link stop}. */
  start(): Promise<void>;
  /** Stops and deletes everything. */
  remove(): Promise<void>;
}

const BASE = 'dc=corp,dc=example';
const SERVICE_PASSWORD = 'reader secret';
const START_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 5_000;

/** Starts an OpenLDAP server. It answers a bind without a password with success, as many directories do. */
export async function startSlapd(options: SlapdOptions): Promise<Slapd> {
  const program = findProgram('slapd');
  if (program === undefined) throw new Error('slapd is not installed: ask for it with requirePeer');
  const folder = temporaryFolder('countersign-slapd-');
  const [port, securePort] = [await freePort(), await freePort()];
  const files = await configure(folder.path, options);
  load(program, files.configuration, options.people);
  let child: Child | undefined;

  const start = async (): Promise<void> => {
    const urls = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${securePort}`;
    child = await startChild({
      command: program,
      args: ['-f', files.configuration, '-h', urls, '-d', 'stats'],
      logFile: files.log,
    });
    await untilListening(securePort, child);
  };
  const stop = async (): Promise<void> => {
    if (child !== undefined) await endChild(child, 'SIGTERM', STOP_TIMEOUT_MS);
  };
  const matches = (pattern: RegExp): readonly RegExpMatchArray[] => [
    ...readFileSync(files.log, 'utf8').matchAll(pattern),
  ];

  await start();
  return {
    host: 'localhost',
    port,
    securePort,
    baseDn: BASE,
    serviceAccount: { dn: `cn=reader,${BASE}`, password: SERVICE_PASSWORD },
    caFile: files.authority,
    folder: folder.path,
    binds: () => matches(/ BIND dn="([^"]*)" method=128/g).map(([, dn]) => dn ?? ''),
    connections: () => matches(/ ACCEPT from /g).length,
    start,
    stop,
    remove: async () => {
      await stop();
      folder.remove();
    },
  };
}

/** The distinguished name of a person in the directory. */
export function personDn(name: string): string {
  return `uid=${name.replace(/[\\,+"<>;=]/g, (character) => `\\${character}`)},ou=people,${BASE}`;
}

async function configure(folder: string, { certificateNames, authority }: SlapdOptions) {
  const issuer = authority ?? (await TestAuthority.create());
  const names = certificateNames === undefined ? {} : { names: [...certificateNames] };
  const identity = await issuer.issueFiles(folder, 'slapd', names);
  mkdirSync(path.join(folder, 'data'));
  const configuration = path.join(folder, 'slapd.conf');
  const lines = [
    ...['core', 'cosine', 'inetorgperson'].map((schema) => `include /etc/ldap/schema/${schema}.schema`),
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    `pidfile ${folder}/slapd.pid`,
    `TLSCACertificateFile ${identity.authority}`,
    `TLSCertificateFile ${identity.certificate}`,
    `TLSCertificateKeyFile ${identity.key}`,
    'allow bind_anon_dn bind_anon_cred',
    'database mdb',
    'maxsize 33554432',
    `suffix ${BASE}`,
    `directory ${folder}/data`,
    'dbnosync',
    'access to attrs=userPassword by anonymous auth by * none',
    `access to * by dn.exact="cn=reader,${BASE}" read by * none`,
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  return { configuration, authority: identity.authority, log: path.join(folder, 'slapd.log') };
}

function load(program: string, configuration: string, people: readonly DirectoryPerson[]): void {
  const entries = [
    [`dn: ${BASE}`, 'objectClass: dcObject', 'objectClass: organization', 'o: Corp', 'dc: corp'],
    [
      `dn: cn=reader,${BASE}`,
      'objectClass: organizationalRole',
      'objectClass: simpleSecurityObject',
      'cn: reader',
      `userPassword: ${SERVICE_PASSWORD}`,
    ],
    [`dn: ou=people,${BASE}`, 'objectClass: organizationalUnit', 'ou: people'],
    ...people.map(({ name, password }) => [
      `dn:: ${base64(personDn(name))}`,
      'objectClass: inetOrgPerson',
      `uid:: ${base64(name)}`,
      `cn:: ${base64(name)}`,
      'sn: Person',
      `userPassword:: ${base64(password)}`,
    ]),
  ];
  const input = `${entries.map((lines) => lines.join('\n')).join('\n\n')}\n`;
  // One program under many names: called as slapadd it loads a database.
  const result = spawnSync(program, ['-T', 'add', '-q', '-f', configuration], { input, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`slapadd failed:\n${result.stderr}`);
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

async function untilListening(port: number, child: Child): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await accepts(port))) {
    if (child.ending !== undefined || performance.now() > deadline) {
      throw new Error(`slapd did not start (${child.logFile}):\n${lastLines(child.logFile)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
