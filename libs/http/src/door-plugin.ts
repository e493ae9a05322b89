import { DomainError } from '@countersign/errors';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { crossSiteProblem } from './csrf.ts';
import { CspReports } from './csp-reports.ts';
import type { DoorParts } from './door-parts.ts';
import { handlerOf } from './handle-route.ts';
import { preferredLanguage } from './language.ts';
import { problemOf } from './problem.ts';
import { CSP_REPORTS_PATH, SECURITY_HEADERS } from './security-headers.ts';
import { sendErrorPage, servePage } from './serve-pages.ts';

const REPORT_LIMIT_OCTETS = 16_384;
const REPORT_TYPES = ['application/reports+json', 'application/csp-report'];

/** Everything a door answers, as one Fastify plug-in with its own error handler. */
export function doorPlugin<Core>(parts: DoorParts<Core>) {
  return async (scope: FastifyInstance): Promise<void> => {
    const stopping = new AbortController();
    // Before connections are waited for: a stream of events would never end by itself.
    scope.addHook('preClose', () => Promise.resolve(stopping.abort()));
    scope.addHook('onRequest', async (request, reply) => guardRequest(request, reply, parts.publicOrigin));
    observe(scope, parts);
    scope.setErrorHandler((error: FastifyError, request, reply) => refuse(error, request, reply, parts));
    for (const route of parts.routes) {
      const { method, path: url, bodyLimitOctets: bodyLimit } = route.definition;
      const handler = handlerOf(route, parts, stopping.signal);
      scope.route({ method, url, handler, exposeHeadRoute: false, ...(bodyLimit === undefined ? {} : { bodyLimit }) });
    }
    takeReports(scope, parts);
    scope.route({ method: ['GET', 'HEAD'], url: '/*', handler: (request, reply) => serveRest(request, reply, parts) });
    scope.route({ method: ['POST', 'PUT', 'PATCH', 'DELETE'], url: '/*', handler: nothingThere });
  };
}

/** Headers first, so that refusals carry them too. */
function guardRequest(request: FastifyRequest, reply: FastifyReply, publicOrigin: string): void {
  void reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
  if (isApi(request.url)) void reply.header('cache-control', 'no-store');
  if (request.url === CSP_REPORTS_PATH) return;
  const problem = isApi(request.url) || request.method !== 'GET' ? crossSiteProblem(request, publicOrigin) : undefined;
  if (problem !== undefined) throw new DomainError('caller_not_allowed', problem);
}

/** One line and one observation per request: never the query, a cookie or a body. */
function observe<Core>(scope: FastifyInstance, { metrics, logger }: DoorParts<Core>): void {
  const seconds = metrics.histogram({
    name: 'countersign_http_request_seconds',
    help: 'Time to answer a request, by route; for a stream of events, how long it lasted.',
    labels: ['method', 'route', 'status'],
  });
  scope.addHook('onResponse', async ({ method, routeOptions, id, ip }, { elapsedTime, statusCode }) => {
    const route = routeOptions.url ?? 'none';
    seconds.observe({ method, route, status: `${Math.floor(statusCode / 100)}xx` }, elapsedTime / 1000);
    if (route === '/*') return;
    logger.info(
      { method, route, statusCode, milliseconds: Math.round(elapsedTime), reference: id, client: ip },
      'request',
    );
  });
}

async function refuse<Core>(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  { logger }: DoorParts<Core>,
): Promise<unknown> {
  const problem = problemOf(error, request.id, preferredLanguage(request.headers['accept-language']));
  const level =
    problem.code === 'internal'
      ? 'error'
      : problem.status >= 500 || problem.code === 'caller_not_allowed'
        ? 'warn'
        : 'debug';
  const route = request.routeOptions.url;
  logger[level]({ err: error, errorCode: problem.code, route, reference: request.id }, 'request refused');
  if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', String(problem.retryAfterSeconds));
  if (!isApi(request.url) && request.method === 'GET') {
    return await sendErrorPage(problem.status === 403 ? 'forbidden' : 'fault', request, reply);
  }
  void reply.code(problem.status).header('content-language', preferredLanguage(request.headers['accept-language']));
  return await reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

function takeReports<Core>(scope: FastifyInstance, { metrics, logger }: DoorParts<Core>): void {
  const reports = new CspReports(metrics, logger);
  scope.addContentTypeParser(REPORT_TYPES, { parseAs: 'string', bodyLimit: REPORT_LIMIT_OCTETS }, (_, body, done) => {
    done(null, parseOrUndefined(String(body)));
  });
  scope.post(CSP_REPORTS_PATH, { bodyLimit: REPORT_LIMIT_OCTETS }, async (request, reply) => {
    reports.take(request.body, Date.now());
    return await reply.code(204).send();
  });
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function serveRest<Core>(request: FastifyRequest, reply: FastifyReply, parts: DoorParts<Core>): Promise<unknown> {
  if (isApi(request.url)) return await nothingThere();
  return await servePage(parts.pages, request, reply);
}

function nothingThere(): Promise<never> {
  return Promise.reject(new DomainError('not_found', 'there is nothing at this address'));
}

function isApi(url: string): boolean {
  return url === '/api' || url.startsWith('/api/') || url.startsWith('/api?');
}
