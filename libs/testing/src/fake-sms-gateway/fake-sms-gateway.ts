import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { IssuedIdentity } from '../certificates/test-authority.ts';

/** What the gateway does with the next request. */
export type GatewayBehavior =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    }
  /** Takes the request and says nothing, until the client gives up. */
  | { readonly kind: 'silence' }
  /** Sends the head and the first octets of a body that never ends. */
  | { readonly kind: 'endless' }
  /** Resets the connection after it has read the request. */
  | { readonly kind: 'reset' };

/** A request as it arrived. */
export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const accepted: GatewayBehavior = { kind: 'answer', status: 200, body: '{"status":"queued"}' };

/** A provider of text messages, as a real HTTP server that does what the test says. */
export class FakeSmsGateway {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #script: GatewayBehavior[] = [];
  readonly #isSecure: boolean;
  #usual: GatewayBehavior = accepted;
  /** Every request, in order of arrival. */
  readonly requests: GatewayRequest[] = [];

  private constructor(identity: IssuedIdentity | undefined) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => void this.#handle(request, response);
    this.#isSecure = identity !== undefined;
    this.#server =
      identity === undefined
        ? createServer(listener)
        : createSecureServer({ cert: identity.certificate, key: identity.key }, listener);
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Starts on a free port of loopback; with an identity it speaks HTTPS. */
  static async start(identity?: IssuedIdentity): Promise<FakeSmsGateway> {
    const gateway = new FakeSmsGateway(identity);
    await new Promise<void>((resolve) => gateway.#server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  /** `http://127.0.0.1:12345` */
  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#isSecure ? 'https' : 'http'}://127.0.0.1:${port}`;
  }

  /** What it does with requests for which nothing else is scripted. */
  always(behavior: GatewayBehavior): void {
    this.#usual = behavior;
  }

  /** What it does with the next requests, in order, before it goes back to the usual. */
  next(...behaviors: readonly GatewayBehavior[]): void {
    this.#script.push(...behaviors);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks).toString('utf8');
    this.requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    this.#behave(this.#script.shift() ?? this.#usual, request, response);
  }

  #behave(behavior: GatewayBehavior, request: IncomingMessage, response: ServerResponse): void {
    switch (behavior.kind) {
      case 'answer':
        response.writeHead(behavior.status, { 'content-type': 'application/json', ...behavior.headers });
        response.end(behavior.body ?? '');
        return;
      case 'silence':
        return;
      case 'endless':
        response.writeHead(200);
        endlessly(response);
        return;
      case 'reset':
        request.socket.resetAndDestroy();
    }
  }
}

function endlessly(response: ServerResponse): void {
  const more = (): void => {
    if (!response.destroyed && response.write('x'.repeat(16_384))) setImmediate(more);
  };
  response.on('drain', more);
  more();
}
