import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { ControlAnswer } from '@countersign/testing/servers';
import { PROCESS_NAMES, type ProcessName } from './layout.ts';
import type { FaultSignal } from './supervisor.ts';

/** What the control can be asked for. */
export interface ControlHandlers {
  status(): Promise<unknown>;
  start(process: ProcessName, force: boolean): Promise<unknown>;
  stop(process: ProcessName): Promise<unknown>;
  kill(process: ProcessName, signal: FaultSignal): Promise<unknown>;
  rejoin(process: ProcessName): Promise<unknown>;
  repoint(): Promise<unknown>;
  shutdown(): Promise<unknown>;
}

const FAULT_SIGNALS = ['SIGKILL', 'SIGSTOP', 'SIGCONT'] as const satisfies readonly FaultSignal[];
const LONGEST_LINE = 10_000;

/** Listens on a Unix socket that only our account can open, and answers one JSON line with one JSON line. */
export async function startControlServer(socketPath: string, handlers: ControlHandlers): Promise<Server> {
  rmSync(socketPath, { force: true });
  const server = createServer((socket) => converse(socket, handlers));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  chmodSync(socketPath, 0o600);
  return server;
}

/** Parses and carries out one line; whatever goes wrong is said in the answer. */
export async function answerLine(line: string, handlers: ControlHandlers): Promise<ControlAnswer> {
  let id = 0;
  try {
    const request = parse(line);
    if (typeof request['id'] === 'number') id = request['id'];
    return { id, ok: true, result: (await carryOut(request, handlers)) ?? null };
  } catch (error) {
    return { id, ok: false, message: (error as Error).message };
  }
}

function converse(socket: Socket, handlers: ControlHandlers): void {
  // A client that goes away before its answer is its own affair.
  socket.on('error', () => socket.destroy());
  const lines = createInterface({ input: socket }).on('error', () => socket.destroy());
  lines.on('line', (line) => {
    void answerLine(line.slice(0, LONGEST_LINE), handlers).then((answer) => {
      if (socket.writable) socket.write(`${JSON.stringify(answer)}\n`);
    });
  });
}

type Request = Readonly<Record<string, unknown>>;

function parse(line: string): Request {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error('a request is one line of JSON, as {"id":1,"command":"status"}');
  }
  if (typeof value !== 'object' || value === null) throw new Error('a request is a JSON object');
  return value as Request;
}

async function carryOut(request: Request, handlers: ControlHandlers): Promise<unknown> {
  switch (request['command']) {
    case 'status':
      return await handlers.status();
    case 'start':
      return await handlers.start(processOf(request), request['force'] === true);
    case 'stop':
      return await handlers.stop(processOf(request));
    case 'kill':
      return await handlers.kill(processOf(request), signalOf(request));
    case 'rejoin':
      return await handlers.rejoin(processOf(request));
    case 'repoint':
      return await handlers.repoint();
    case 'shutdown':
      return await handlers.shutdown();
    default:
      throw new Error('command is one of status, start, stop, kill, rejoin, repoint, shutdown');
  }
}

function processOf({ name }: Request): ProcessName {
  const found = PROCESS_NAMES.find((known) => known === name);
  if (found === undefined) throw new Error(`name is one of ${PROCESS_NAMES.join(', ')}`);
  return found;
}

function signalOf({ signal }: Request): FaultSignal {
  const found = FAULT_SIGNALS.find((known) => known === signal);
  if (found === undefined) throw new Error(`signal is one of ${FAULT_SIGNALS.join(', ')}`);
  return found;
}
