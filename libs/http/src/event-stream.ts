import type { ServerResponse } from 'node:http';
import { encodeEvent, type ServerEvent } from './server-event.ts';

/** How an event stream is kept going. */
export interface EventStreamOptions {
  readonly heartbeatMilliseconds: number;
  /** Aborts when the browser left or the server stops. */
  readonly signal: AbortSignal;
}

/** What a browser may leave unread before its stream is ended; it connects again when it is back. */
const MOST_UNREAD_OCTETS = 256 * 1024;

/** Writes events until they end or the signal aborts. Headers are there already; proxies are told not to collect. */
export async function writeEvents(
  response: ServerResponse,
  events: AsyncIterable<ServerEvent>,
  { heartbeatMilliseconds, signal }: EventStreamOptions,
): Promise<void> {
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMilliseconds);
  try {
    response.write(`retry: 2000\n\n`);
    for await (const event of events) {
      if (signal.aborted || response.writableLength > MOST_UNREAD_OCTETS) break;
      response.write(encodeEvent(event));
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}
