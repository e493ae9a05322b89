import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from 'node:tls';
import { TestAuthority } from '../certificates/test-authority.ts';
import { inheritedEnvironment } from '../config.ts';
import { type Child, endChild, lastLines, startChild } from '../servers/child.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';

/** A real Active Directory domain controller (Samba) of a test's own: `CORP`, realm `corp.example`. */
export interface SambaDirectory {
  /** The address it listens on; LDAP's ports cannot be chosen, so every controller has a loopback address. */
  readonly host: string;
  readonly baseDn: string;
  /** PEM file of the authority that issued the server's certificate. */
  readonly caFile: string;
  readonly folder: string;
  readonly administrator: { readonly userName: string; readonly password: string };
  /** Runs `samba-tool` on the database of the domain; throws with its output when it fails. */
  tool(...args: readonly string[]): Promise<string>;
  /** Changes entries with LDIF, as the administrator. */
  modify(ldif: string): Promise<void>;
  /** Stops and deletes everything. */
  remove(): Promise<void>;
}

const REALM = 'CORP.EXAMPLE';
const PASSWORD = 'Adm1n-of-the-domain';
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
/** Debian's own: another python3 earlier in PATH lacks Samba's modules. */
const PYTHON = '/usr/bin/python3';
const SAMBA_TOOL = '/usr/bin/samba-tool';

/**
 * Provisions a domain (some 10 s) and starts its controller. Needs root, because the ports of LDAP are below 1024; needs
 * neither systemd nor a DNS server.
 */
export async function startSamba(): Promise<SambaDirectory> {
  const folder = temporaryFolder('countersign-samba-');
  const host = loopbackAddress(process.pid);
  const paths = { folder: folder.path, configuration: path.join(folder.path, 'etc', 'countersign-smb.conf') };
  await provision(folder.path, host);
  const caFile = await configure(paths, host);
  const child = await startChild({
    command: '/usr/sbin/samba',
    args: ['-i', '--no-process-group', '-s', paths.configuration, '--debug-stdout'],
    logFile: path.join(folder.path, 'samba.log'),
    options: { env: environment(folder.path) },
  });
  await untilAnswering(host, child);
  const database = path.join(folder.path, 'private', 'sam.ldb');
  return {
    host,
    baseDn: 'DC=corp,DC=example',
    caFile,
    folder: folder.path,
    administrator: { userName: 'Administrator', password: PASSWORD },
    tool: (...args) => run(PYTHON, [SAMBA_TOOL, ...args, '-H', database, '-s', paths.configuration], folder.path),
    modify: (ldif) => modify(folder.path, { host, caFile }, ldif),
    remove: async () => {
      await endChild(child, 'SIGTERM', STOP_TIMEOUT_MS);
      folder.remove();
    },
  };
}

async function modify(folder: string, server: { host: string; caFile: string }, ldif: string): Promise<void> {
  const [password, change] = [path.join(folder, 'administrator-password'), path.join(folder, 'change.ldif')];
  writeFileSync(password, PASSWORD, { mode: 0o600 });
  writeFileSync(change, ldif);
  const account = ['-x', '-D', `Administrator@${REALM}`, '-y', password];
  const environment = { LDAPTLS_CACERT: server.caFile, LDAPTLS_REQCERT: 'demand' };
  await run('ldapmodify', ['-H', `ldaps://${server.host}`, ...account, '-f', change], folder, environment);
}

/** One of the 127/8 addresses, so that two runs on one machine do not meet. */
function loopbackAddress(pid: number): string {
  return `127.77.${(pid >> 8) & 0xff}.${(pid & 0xff) % 254 || 1}`;
}

async function provision(folder: string, host: string): Promise<void> {
  const options = {
    targetdir: folder,
    realm: REALM,
    domain: 'CORP',
    'server-role': 'dc',
    'dns-backend': 'NONE',
    adminpass: PASSWORD,
    'host-name': 'dc1',
    'host-ip': host,
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  await run(PYTHON, [SAMBA_TOOL, 'domain', 'provision', ...args], folder);
}

async function configure({ folder, configuration }: { folder: string; configuration: string }, host: string) {
  const authority = await TestAuthority.create();
  const identity = await authority.issueFiles(folder, 'samba', {
    names: [
      { type: 'dns', value: 'dc1.corp.example' },
      { type: 'dns', value: 'corp.example' },
      { type: 'ip', value: host },
    ],
  });
  const directories = ['private', 'state', 'cache', 'lock', 'pid', 'ncalrpc'];
  for (const name of directories) mkdirSync(path.join(folder, name), { recursive: true, mode: 0o755 });
  const lines = [
    '[global]',
    `realm = ${REALM}`,
    'workgroup = CORP',
    'netbios name = DC1',
    'server role = active directory domain controller',
    'server services = rpc, ldap, cldap, kdc',
    'prefork children = 1',
    'disable netbios = yes',
    // A bare address gives "no network interfaces found".
    `interfaces = ${host}/8`,
    'bind interfaces only = yes',
    ...directories.map((name) => `${settingOf(name)} = ${path.join(folder, name)}`),
    'tls enabled = yes',
    `tls certfile = ${identity.certificate}`,
    `tls keyfile = ${identity.key}`,
    `tls cafile = ${identity.authority}`,
    'ldap server require strong auth = yes',
    '[sysvol]',
    `path = ${path.join(folder, 'state', 'sysvol')}`,
    'read only = no',
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  return identity.authority;
}

function settingOf(directory: string): string {
  const names: Readonly<Record<string, string>> = { private: 'private dir', ncalrpc: 'ncalrpc dir' };
  return names[directory] ?? `${directory} directory`;
}

function environment(folder: string): NodeJS.ProcessEnv {
  const krb5 = path.join(folder, 'krb5.conf');
  if (!existsSync(krb5)) {
    writeFileSync(krb5, `[libdefaults]\ndefault_realm = ${REALM}\ndns_lookup_kdc = false\ndns_lookup_realm = false\n`);
  }
  const { SMB_CONF_PATH: _, ...inherited } = inheritedEnvironment();
  return { ...inherited, KRB5_CONFIG: krb5 };
}

async function run(
  command: string,
  args: readonly string[],
  folder: string,
  more: NodeJS.ProcessEnv = {},
): Promise<string> {
  const env = { ...environment(folder), ...more };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (octets: Buffer) => (output += String(octets)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  appendFileSync(path.join(folder, 'tools.log'), output);
  if (code !== 0)
    throw new Error(`${command} ${args.slice(0, 4).join(' ')} failed (${code}):\n${output.slice(-2_000)}`);
  return output;
}

async function untilAnswering(host: string, child: Child): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await speaksTls(host))) {
    if (child.ending !== undefined || performance.now() > deadline) {
      throw new Error(`Samba did not start (${child.logFile}):\n${lastLines(child.logFile)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function speaksTls(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    // Only whether anybody is there; the tests check the certificate.
    const socket = connect({ host, port: 636, rejectUnauthorized: false, timeout: 2_000 });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('secureConnect', () => settle(true));
    socket.once('error', () => settle(false)).once('timeout', () => settle(false));
  });
}
