import { connect } from 'node:net';
import { DomainError } from '@countersign/errors';
import { z } from 'zod';

const answerSchema = z.object({ ok: z.boolean(), message: z.string().optional(), result: z.unknown().optional() });
const MAX_ANSWER = 1_048_576;
const WAIT_MS = 120_000;

/**
 * Asks the local stack: one JSON line there, one JSON line back; the result of it.
 *
 * @throws DomainError `unavailable` when no stack listens, `invalid_request` when it refuses
 */
export async function askStack(socketPath: string, request: Readonly<Record<string, string>>): Promise<unknown> {
  const answer = answerSchema.parse(
    JSON.parse(await exchange(socketPath, `${JSON.stringify({ id: 1, ...request })}\n`)),
  );
  if (!answer.ok) throw new DomainError('invalid_request', answer.message ?? 'The local stack refused.');
  return answer.result;
}

function exchange(socketPath: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(socketPath);
    const fail = (cause?: unknown): void => {
      socket.destroy();
      reject(
        new DomainError('unavailable', 'The local stack does not answer: is it running? Start it with npm start.', {
          cause,
        }),
      );
    };
    socket.setTimeout(WAIT_MS, () => fail());
    socket.setEncoding('utf8');
    socket.once('error', fail);
    socket.once('connect', () => socket.write(line));
    socket.on('data', (chunk: string) => {
      received += chunk;
      const end = received.indexOf('\n');
      if (end >= 0) {
        socket.end();
        resolve(received.slice(0, end));
      } else if (received.length > MAX_ANSWER) fail();
    });
    socket.once('close', () => fail());
  });
}
