import { webUrl } from './apps.ts';
import type { DemoFacts } from './demo.ts';
import { LOOPBACK, type StackPaths, type StackPorts } from './layout.ts';
import type { ProcessStatus } from './supervisor.ts';

/** What is shown when everything is up. */
export interface BannerFacts {
  readonly ports: StackPorts;
  readonly paths: StackPaths;
  readonly processes: readonly ProcessStatus[];
  readonly demo: DemoFacts | undefined;
}

/** What runs where, the demo users, and what to try. */
export function banner({ ports, paths, processes, demo }: BannerFacts): string {
  return [
    '',
    'Countersign is up.',
    '',
    processTable(processes),
    '',
    `  User portal   ${webUrl(ports, 'portal-1')}/`,
    `  Admin console ${webUrl(ports, 'console-1')}/`,
    `  RADIUS        ${LOOPBACK}:${ports.radiusAuthentication}/udp (accounting ${ports.radiusAccounting}/udp)`,
    `  Text messages http://${LOOPBACK}:${ports.inbox}/`,
    `  Data and logs ${paths.runtimeDir}`,
    ...setUp(demo, `${webUrl(ports, 'console-1')}/setup`),
    ...(demo === undefined ? [] : ['', demoUsers(demo), '', thingsToTry(demo, ports)]),
    '',
    'Ctrl-C stops everything; data stay. npm start -- --fresh begins anew.',
  ].join('\n');
}

/** Lines with name, what it is, where, and its state. */
export function processTable(processes: readonly ProcessStatus[]): string {
  const width = Math.max(...processes.map(({ what }) => what.length));
  return processes
    .map(({ name, what, address, state, pid }) => {
      const is = state === 'running' ? `process ${pid ?? '?'}` : state;
      return `  ${name.padEnd(11)} ${what.padEnd(width)}  ${address.padEnd(24)} ${is}`;
    })
    .join('\n');
}

function setUp(demo: DemoFacts | undefined, address: string): string[] {
  if (demo?.setupToken === undefined) return [];
  return [
    '',
    `To become the first administrator, open ${address} and type this one-time token:`,
    `  ${demo.setupToken}`,
    '(another one: ./countersign setup token; or: ./countersign administrators add alice --role owner)',
  ];
}

function demoUsers({ users }: DemoFacts): string {
  const rows = users.map(({ name, password, about }) => `  ${name.padEnd(6)} ${password.padEnd(18)} ${about}`);
  return ['Demo users (name, password):', ...rows].join('\n');
}

function thingsToTry({ users, radiusSecret }: DemoFacts, ports: StackPorts): string {
  const password = users[0]?.password ?? '';
  const radclient = `echo 'User-Name=alice,User-Password=${password},Message-Authenticator=0x00' | radclient -x ${LOOPBACK}:${ports.radiusAuthentication} auth ${radiusSecret}`;
  return [
    'Five things to try, the first three in another terminal:',
    '  1. ./countersign try radius alice',
    '     signs alice in through the gateways and tells what to type: password, challenge, code, attributes of the reply',
    `  2. ${radclient}`,
    '     the same from any RADIUS client (Debian: freeradius-utils): an Access-Challenge',
    '  3. ./countersign servers list   and   ./countersign journal tail',
    '     which server is master, and every attempt with its reason',
    `  4. ${webUrl(ports, 'portal-1')}/ as emma`,
    '     sets up a sign-in method in the portal',
    `  5. ${webUrl(ports, 'console-1')}/setup with the token above`,
    '     the first steps of an administrator; then who signs in, and why somebody was refused',
  ].join('\n');
}
