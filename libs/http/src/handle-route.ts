import { Readable } from 'node:stream';
import { DomainError } from '@countersign/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SessionCookie } from './cookies.ts';
import type { DoorParts } from './door-parts.ts';
import { writeEvents } from './event-stream.ts';
import { contentDisposition, type FileAnswer } from './file-answer.ts';
import { preferredLanguage } from './language.ts';
import { parsePart } from './parse-part.ts';
import type { Route, RouteDefinition, RouteRequest } from './route.ts';
import type { ServerEvent } from './server-event.ts';

/** A key of one intended change: 1 to 100 visible characters. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,100}$/;
const HEARTBEAT_MILLISECONDS = 15_000;
const LONGEST_USER_AGENT = 400;

/** Makes Fastify's handler of a route: reads, asks the route, answers. */
export function handlerOf<Core>(route: Route<Core>, parts: DoorParts<Core>, stopping: AbortSignal) {
  const cookie = new SessionCookie(parts.cookie);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const signal = AbortSignal.any([stopping, untilClosed(reply)]);
    const asked = readRequest(route.definition, { request, reply, parts, cookie, signal });
    const answer: unknown = await route.handle(asked);
    return await sendAnswer(route.definition, answer, { reply, parts, signal });
  };
}

interface Exchange<Core> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly parts: DoorParts<Core>;
  readonly cookie: SessionCookie;
  readonly signal: AbortSignal;
}

function readRequest<Core>(definition: RouteDefinition, exchange: Exchange<Core>): RouteRequest<Core> {
  const { request, reply, parts, cookie, signal } = exchange;
  const session = cookie.read(request.headers.cookie);
  if (definition.access !== 'anyone' && session === undefined) {
    throw new DomainError('sign_in_required', 'Sign in to go on.');
  }
  const idempotencyKey = readIdempotencyKey(request);
  return {
    params: parsePart(definition.params, request.params, 'params'),
    query: parsePart(definition.query, request.query, 'query'),
    body: parsePart(definition.body, request.body, 'body'),
    core: parts.core,
    call: { session, idempotencyKey, isSessionQuiet: isBackground(request) },
    session,
    idempotencyKey,
    clientAddress: plainAddress(request.ip),
    language: preferredLanguage(request.headers['accept-language']),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, LONGEST_USER_AGENT),
    publicOrigin: parts.publicOrigin,
    reference: request.id,
    signal,
    setSession: (id) => void reply.header('set-cookie', cookie.set(id)),
    clearSession: () => {
      void reply.header('set-cookie', cookie.clear()).header('clear-site-data', '"cache", "storage"');
    },
  };
}

/** What a page reads again and again by itself says so. A change is always somebody's. */
function isBackground({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers['x-background'] === '1';
}

function readIdempotencyKey({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return key;
  throw new DomainError('invalid_request', 'Idempotency-Key must have 1 to 100 visible characters', {
    field: 'Idempotency-Key',
  });
}

async function sendAnswer<Core>(
  { answer }: RouteDefinition,
  value: unknown,
  { reply, parts, signal }: Pick<Exchange<Core>, 'reply' | 'parts' | 'signal'>,
): Promise<unknown> {
  if (answer === undefined) return await reply.code(204).send();
  if (answer === 'file') return await sendFile(value as FileAnswer, reply);
  if (answer === 'events') return await sendEvents(value as AsyncIterable<ServerEvent>, reply, parts, signal);
  if (parts.checksAnswers === true) z.parse(answer, value);
  return await reply.type('application/json; charset=utf-8').send(JSON.stringify(value));
}

async function sendFile({ name, type, content }: FileAnswer, reply: FastifyReply): Promise<unknown> {
  void reply.header('content-disposition', contentDisposition(name)).type(type);
  const isWhole = typeof content === 'string' || Buffer.isBuffer(content);
  return await reply.send(isWhole ? content : Readable.from(content));
}

async function sendEvents<Core>(
  events: AsyncIterable<ServerEvent>,
  reply: FastifyReply,
  { heartbeatMilliseconds = HEARTBEAT_MILLISECONDS }: DoorParts<Core>,
  signal: AbortSignal,
): Promise<FastifyReply> {
  const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
  void reply.hijack();
  reply.raw.writeHead(200, headers as Record<string, string>);
  await writeEvents(reply.raw, events, { heartbeatMilliseconds, signal });
  return reply;
}

/** Aborts when the connection closes, before or after the answer. */
function untilClosed(reply: FastifyReply): AbortSignal {
  const abort = new AbortController();
  reply.raw.once('close', () => abort.abort());
  return abort.signal;
}

/** An IPv4 address as such, also where the socket is one of IPv6. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
