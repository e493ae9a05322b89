import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorPageKind, ERROR_STYLE, ERROR_STYLE_PATH, errorPage, errorPageStatus } from './error-pages.ts';
import { preferredLanguage } from './language.ts';
import { encodingFor, type StaticFile, type StaticFiles } from './static-files.ts';

const YEAR_SECONDS = 31_536_000;

/** Answers what no route does: a built file, the one document for every address of the pages, or an error page. */
export async function servePage(pages: StaticFiles, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const pathname = request.url.split('?', 1)[0] ?? '/';
  if (pathname === ERROR_STYLE_PATH) return await sendErrorStyle(reply);
  if (pathname === '/browser') return await sendErrorPage('browser', request, reply);
  const file = pages.find(pathname);
  if (file !== undefined && pathname !== '/index.html') return await sendFile(file, request, reply);
  if (isAsset(pathname)) return await sendErrorPage('not_found', request, reply);
  if (pages.index === undefined) return await sendErrorPage('maintenance', request, reply);
  return await sendFile(pages.index, request, reply);
}

/** One of the static pages, in the language of the browser. */
export async function sendErrorPage(
  kind: ErrorPageKind,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const language = preferredLanguage(request.headers['accept-language']);
  void reply.code(errorPageStatus[kind]).type('text/html; charset=utf-8').header('cache-control', 'no-store');
  void reply.header('content-language', language).header('vary', 'Accept-Language');
  return await reply.send(errorPage(kind, language, request.id));
}

async function sendErrorStyle(reply: FastifyReply): Promise<unknown> {
  void reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600');
  return await reply.send(ERROR_STYLE);
}

async function sendFile(file: StaticFile, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const isDocument = file.type.startsWith('text/html');
  void reply.header('cache-control', cacheControl(file, isDocument)).header('etag', file.etag);
  void reply.header('vary', 'Accept-Encoding').type(file.type);
  if (request.headers['if-none-match'] === file.etag) return await reply.code(304).send();
  const { body, encoding } = encodingFor(file, request.headers['accept-encoding']);
  if (encoding !== undefined) void reply.header('content-encoding', encoding);
  return await reply.send(body);
}

/** The document names the hashed files of its release, so it is asked for each time; they are kept for ever. */
function cacheControl({ isImmutable }: StaticFile, isDocument: boolean): string {
  if (isDocument) return 'no-store';
  return isImmutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
}

/** A path whose last part has an extension is a file, not an address of the pages. */
function isAsset(pathname: string): boolean {
  return /\.[a-z0-9]{1,12}$/i.test(pathname);
}
