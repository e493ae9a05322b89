import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Server as TlsServer } from 'node:https';
import { type Logger, NestPinoLogger } from '@countersign/observability';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify, type FastifyServerOptions } from 'fastify';
import { ErrorToProblemFilter, sendProblem } from './problem.filter.ts';
import { newReference } from './reference.ts';

/** Certificate and key that browsers see, in PEM files. */
export interface HttpsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** What {@link createHttpServer} needs. */
export interface HttpServerOptions {
  /** The application, with a `DoorModule` in it. */
  readonly module: DynamicModule;
  /** Port 0 lets the system choose. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Without it plain HTTP, for loopback and for a proxy that ends TLS. */
  readonly https?: HttpsFiles;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  readonly logger: Logger;
  readonly bodyLimitOctets?: number;
}

/** A door that is built and may be started. */
export interface HttpServer {
  readonly application: INestApplication;
  /** Starts to listen; resolves with the port. */
  start(): Promise<number>;
  /** Accepts nothing new, ends event streams, waits for what is under way. */
  stop(): Promise<void>;
}

const BODY_LIMIT_OCTETS = 262_144;
const REQUEST_MILLISECONDS = 60_000;
const KEEP_ALIVE_MILLISECONDS = 65_000;
const CERTIFICATE_POLL_MILLISECONDS = 10_000;

/** Builds the HTTP server of a door: Nest over Fastify, with everything of this library around the routes. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { module, listen, https, logger } = options;
  const instance = fastify(serverOptions(options));
  instance.removeContentTypeParser(['text/plain', 'application/json']);
  instance.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson);
  const application = await NestFactory.create(module, new FastifyAdapter(instance as never), {
    logger: new NestPinoLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  application.useGlobalFilters(new ErrorToProblemFilter());
  let timer: NodeJS.Timeout | undefined;
  return {
    application,
    start: async () => {
      await application.listen(listen.port, listen.host);
      if (https !== undefined) timer = followCertificate(https, instance.server as TlsServer, logger);
      return (instance.server.address() as AddressInfo).port;
    },
    stop: async () => {
      clearInterval(timer);
      await application.close();
    },
  };
}

function serverOptions({ https, trustedProxies = [], bodyLimitOctets }: HttpServerOptions): FastifyServerOptions {
  const tls = https === undefined ? {} : { https: { ...readHttps(https), minVersion: 'TLSv1.2' } };
  return {
    ...tls,
    logger: false,
    bodyLimit: bodyLimitOctets ?? BODY_LIMIT_OCTETS,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    // A reference of ours: one that a client could choose would let it write into the log.
    requestIdHeader: false,
    genReqId: () => newReference(Date.now()),
    requestTimeout: REQUEST_MILLISECONDS,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply),
    routerOptions: { maxParamLength: 500 },
  };
}

/** As Fastify's own, but a request without a body may name the type all the same. */
function parseJson(_: unknown, body: string | Buffer, done: (error: Error | null, value?: unknown) => void): void {
  const text = String(body);
  if (text === '') return done(null, undefined);
  try {
    done(null, JSON.parse(text, withoutPrototype));
  } catch {
    done(Object.assign(new Error('the body is not JSON'), { statusCode: 400 }));
  }
}

function withoutPrototype(this: unknown, key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('a key of this name is not accepted');
  return value;
}

function readHttps({ certificate, key }: HttpsFiles): { readonly cert: Buffer; readonly key: Buffer } {
  return { cert: readFileSync(certificate), key: readFileSync(key) };
}

/** A renewed certificate is used for the next connection, without a restart. */
function followCertificate(files: HttpsFiles, server: TlsServer, logger: Logger): NodeJS.Timeout {
  let current = readHttps(files);
  return setInterval(() => {
    try {
      const next = readHttps(files);
      if (next.cert.equals(current.cert) && next.key.equals(current.key)) return;
      server.setSecureContext({ ...next, minVersion: 'TLSv1.2' });
      current = next;
      logger.info('the renewed certificate is in use');
    } catch (error) {
      logger.warn({ err: error }, 'the certificate files do not fit together: the one in use stays');
    }
  }, CERTIFICATE_POLL_MILLISECONDS).unref();
}
