import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import {
  allEnded,
  askStatus,
  isRunning,
  isTcpPortFree,
  isUdpPortFree,
  sendSignal,
  type StackStatus,
} from '@countersign/testing/servers';
import { DEFAULT_BASE_PORT, PORT_SPAN, StartRefused } from './config.ts';
import type { StackPaths, StackPorts } from './layout.ts';
import { STACK_MARK } from './managed-process.ts';
import { commandLine, portOwner, type Transport } from './port-owner.ts';
import type { Progress } from './progress.ts';

const STOP_TIMEOUT_MS = 10_000;

/** The running stack of this folder, or undefined; throws {@link StartRefused} when there is one that does not answer. */
export async function runningStack(paths: StackPaths): Promise<StackStatus | undefined> {
  try {
    return await askStatus(paths.controlSocket);
  } catch (error) {
    const owner = launcherPid(paths);
    const which = owner === undefined ? '' : ` (process ${owner})`;
    throw new StartRefused(
      `A stack that was started before${which} holds ${paths.controlSocket} but does not answer: ${(error as Error).message}. ${
        owner === undefined ? 'Remove the file' : `End it with kill -9 ${owner}`
      }, then start again.`,
    );
  }
}

/**
 * Ends processes that an earlier launcher left behind when it was killed. Ours carry a mark in their environment; Postgres
 * and Redis write over theirs, and are recognised by the process id in their data folder and by working in it.
 */
export async function endSurvivors(paths: StackPaths, progress: Progress): Promise<void> {
  const postgres = ['pg-1', 'pg-2'].flatMap((name) => workingIn(path.join(paths.data, name), 'postmaster.pid'));
  const redis = workingIn(path.join(paths.data, 'redis'), 'redis.pid');
  const survivors = [...markedProcesses(paths.runtimeDir), ...redis, ...postgres];
  if (survivors.length === 0) return;
  progress.step(`ending ${survivors.length} processes that an earlier start left behind`);
  for (const pid of survivors) {
    // Postgres ends its sessions at once on SIGINT and would wait for them on SIGTERM.
    sendSignal(pid, postgres.includes(pid) ? 'SIGINT' : 'SIGTERM');
    sendSignal(pid, 'SIGCONT');
  }
  if (await allEnded(survivors, STOP_TIMEOUT_MS)) return;
  for (const pid of survivors.filter(isRunning)) sendSignal(pid, 'SIGKILL');
  if (await allEnded(survivors, STOP_TIMEOUT_MS)) return;
  const stuck = survivors.filter(isRunning).map((pid) => `${pid} (${commandLine(pid)})`);
  throw new StartRefused(`These processes of an earlier start cannot be ended: ${stuck.join(', ')}.`);
}

/** Throws {@link StartRefused} that names every taken port, who has it, and what to do. */
export async function requireFreePorts(ports: StackPorts, basePort: number): Promise<void> {
  const taken: string[] = [];
  for (const { port, transport, what } of wantedPorts(ports)) {
    const isFree = transport === 'tcp' ? await isTcpPortFree(port) : await isUdpPortFree(port);
    if (isFree) continue;
    const owner = portOwner(port, transport);
    const who = owner === undefined ? 'another process' : `process ${owner.pid} (${owner.command})`;
    taken.push(`  ${port}/${transport} for ${what} is used by ${who}`);
  }
  if (taken.length === 0) return;
  const other = basePort === DEFAULT_BASE_PORT ? basePort + 1000 : DEFAULT_BASE_PORT;
  throw new StartRefused(
    `Ports that the stack needs are taken:\n${taken.join('\n')}\nEnd those processes, or let the stack use the ${PORT_SPAN} ports from another one on:\n  COUNTERSIGN_BASE_PORT=${other} npm start`,
  );
}

function launcherPid({ stackFile }: StackPaths): number | undefined {
  try {
    return (JSON.parse(readFileSync(stackFile, 'utf8')) as { launcherPid?: number }).launcherPid;
  } catch {
    return undefined;
  }
}

function markedProcesses(runtimeDir: string): readonly number[] {
  const mark = `${STACK_MARK}=${runtimeDir}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && pid !== process.ppid && isRunning(pid))
    .filter((pid) => readOr(`/proc/${pid}/environ`).split('\0').includes(mark));
}

/** The server whose id is in `pidFile` of its data folder, if it still runs there; the id alone may be another's by now. */
function workingIn(folder: string, pidFile: string): readonly number[] {
  const pid = Number(readOr(path.join(folder, pidFile)).split('\n')[0]);
  if (!(pid > 0) || !isRunning(pid)) return [];
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder ? [pid] : [];
  } catch {
    return [];
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

interface WantedPort {
  readonly port: number;
  readonly transport: Transport;
  readonly what: string;
}

function wantedPorts(ports: StackPorts): readonly WantedPort[] {
  const named = (group: Readonly<Record<string, number>>, purpose: string): WantedPort[] =>
    Object.entries(group).map(([name, port]) => ({ port, transport: 'tcp', what: `${purpose} of ${name}` }));
  return [
    { port: ports.radiusAuthentication, transport: 'udp', what: 'RADIUS authentication' },
    { port: ports.radiusAccounting, transport: 'udp', what: 'RADIUS accounting' },
    ...named(ports.postgres, 'Postgres'),
    ...named(ports.grpc, 'gRPC'),
    ...named(ports.activation, 'activation'),
    { port: ports.redis, transport: 'tcp', what: 'Redis' },
    { port: ports.inbox, transport: 'tcp', what: 'the inbox' },
    ...named(ports.web, 'the web pages'),
    ...named(ports.health, 'health'),
  ];
}
