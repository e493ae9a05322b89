import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { MessageStore } from './message-store.ts';
import { pageLanguage, renderPage } from './page.ts';

const MAX_BODY_OCTETS = 64_000;

/** A request that the gateway refuses, with the status to say so. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * A generic HTTP gateway for text messages that keeps them instead of sending: `POST /messages` with `to` and `text` as a form or
 * as JSON, `GET /messages[?to=][&after=]` as JSON, and a page at `/`.
 */
export function inboxServer(store: MessageStore): Server {
  return createServer((request, response) => {
    void handle(request, response, store).catch((error: unknown) => {
      const status = error instanceof Refused ? error.status : 500;
      sendJson(response, status, { error: error instanceof Refused ? error.message : 'internal error' });
    });
  });
}

async function handle(request: IncomingMessage, response: ServerResponse, store: MessageStore): Promise<void> {
  // The name is checked so that a page of another site cannot read the messages by pointing a name of its own at loopback.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ''))
    throw new Refused(421, 'ask for 127.0.0.1');
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const route = `${request.method ?? ''} ${url.pathname}`;
  if (route === 'GET /') return sendPage(request, response, store);
  if (route === 'GET /messages') {
    const after = Number(url.searchParams.get('after') ?? '0');
    return sendJson(response, 200, { messages: store.list({ to: url.searchParams.get('to') ?? undefined, after }) });
  }
  if (route !== 'POST /messages') throw new Refused(404, 'known: GET /, GET /messages, POST /messages');
  const { to, text } = await readMessage(request);
  const { id } = store.add(to, text, new Date());
  return sendJson(response, 202, { id: String(id), status: 'accepted' });
}

async function readMessage(request: IncomingMessage): Promise<{ to: string; text: string }> {
  const body = await readBody(request);
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  const fields = type === 'application/json' ? parseJson(body) : Object.fromEntries(new URLSearchParams(body));
  const { to, text } = fields;
  if (typeof to !== 'string' || !/^\+?[0-9]{3,15}$/.test(to)) throw new Refused(400, '"to" must be a number in E.164');
  if (typeof text !== 'string' || text === '') throw new Refused(400, '"text" must not be empty');
  return { to, text };
}

function parseJson(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Refused(400, 'the body is not a JSON object');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let octets = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    octets += part.length;
    if (octets > MAX_BODY_OCTETS) throw new Refused(413, `a message has at most ${MAX_BODY_OCTETS} octets`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function sendPage(request: IncomingMessage, response: ServerResponse, store: MessageStore): void {
  const language = pageLanguage(request.headers['accept-language']);
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    vary: 'accept-language',
  });
  response.end(renderPage(store.list(), language));
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
