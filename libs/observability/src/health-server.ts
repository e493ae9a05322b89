import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** Resolves when the part can do its work, rejects with the reason when it cannot. `signal` aborts at the timeout. */
export type ReadinessProbe = (signal: AbortSignal) => Promise<void>;

/** What a {@link HealthServer} needs. */
export interface HealthServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

interface Check {
  readonly name: string;
  readonly probe: ReadinessProbe;
  readonly timeoutMilliseconds: number;
}

interface CheckResult {
  readonly name: string;
  readonly isReady: boolean;
  readonly reason?: string;
  readonly milliseconds: number;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * `/live`, `/ready` and `/metrics` on a port of their own, which is not published.
 *
 * Live means the process runs its event loop; it asks nothing else, because restarting a process does not repair a
 * database. Ready means every probe passed just now and nobody asked the process to stop; the body names what failed.
 */
export class HealthServer {
  readonly #options: HealthServerOptions;
  readonly #checks: Check[] = [];
  readonly #server: Server;
  #isDraining = false;

  constructor(options: HealthServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  /** Adds something without which this process cannot do its work. */
  addReadinessCheck(name: string, probe: ReadinessProbe, timeoutMilliseconds = 1000): void {
    this.#checks.push({ name, probe, timeoutMilliseconds });
  }

  /** Starts to listen; resolves with the port. */
  async start(): Promise<number> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on not ready: load balancers stop sending, what is under way goes on. The first step of a shutdown. */
  drain(): void {
    this.#isDraining = true;
  }

  /** Stops to listen. The last step of a shutdown. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(request).catch((error: unknown) => {
      this.#options.logger.error({ err: error }, 'a health request failed');
      return json(500, { status: 'failed' });
    });
    response.writeHead(answer.status, { 'content-type': answer.contentType, 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return json(405, { status: 'method not allowed' });
    const path = request.url?.split('?', 1)[0];
    if (path === '/live') return json(200, { status: 'live' });
    if (path === '/ready') return this.#readiness();
    if (path === '/metrics') return { status: 200, ...(await this.#options.metrics.render()) };
    return json(404, { status: 'not found', paths: ['/live', '/ready', '/metrics'] });
  }

  async #readiness(): Promise<Answer> {
    if (this.#isDraining) return json(503, { status: 'draining', checks: [] });
    const checks = await Promise.all(this.#checks.map(run));
    const isReady = checks.every((check) => check.isReady);
    return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', checks });
  }
}

async function run({ name, probe, timeoutMilliseconds }: Check): Promise<CheckResult> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMilliseconds} ms`)), timeoutMilliseconds);
  });
  try {
    await Promise.race([Promise.resolve().then(() => probe(abort.signal)), expiry]);
    return { name, isReady: true, milliseconds: elapsed() };
  } catch (error) {
    return { name, isReady: false, reason: error instanceof Error ? error.message : 'failed', milliseconds: elapsed() };
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

function json(status: number, body: unknown): Answer {
  return { status, contentType: JSON_TYPE, body: `${JSON.stringify(body)}\n` };
}
