import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { ControlAnswer, ControlRequest, StackStatus } from './control-protocol.ts';

/** Sends one request to the stack that listens on `socketPath` and resolves with its result; rejects with what it says is wrong. */
export async function askControl(socketPath: string, request: ControlRequest, timeoutMs = 60_000): Promise<unknown> {
  const socket = connect(socketPath);
  const timer = setTimeout(() => socket.destroy(new Error(`no answer to ${request.command} in time`)), timeoutMs);
  try {
    const answer = await firstAnswer(socket, request);
    if (!answer.ok) throw new Error(answer.message);
    return answer.result;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** What runs, or undefined when no stack listens there. */
export async function askStatus(socketPath: string): Promise<StackStatus | undefined> {
  try {
    return (await askControl(socketPath, { command: 'status' }, 10_000)) as StackStatus;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
    throw error;
  }
}

async function firstAnswer(socket: Socket, request: ControlRequest): Promise<ControlAnswer> {
  return await new Promise<ControlAnswer>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => socket.write(`${JSON.stringify({ id: 1, ...request })}\n`));
    // The interface reports the socket's errors a second time.
    const lines = createInterface({ input: socket }).on('error', () => undefined);
    lines.once('line', (line) => resolve(JSON.parse(line) as ControlAnswer));
    lines.once('close', () => reject(new Error(`the stack ended before it answered to ${request.command}`)));
  });
}
