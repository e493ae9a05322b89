import { randomInt } from 'node:crypto';
import { type RpcServiceDefinition, toGrpcJs } from '@countersign/contracts';
import type { Logger } from '@countersign/observability';
import { Server, type UntypedHandleCall } from '@grpc/grpc-js';
import { formatAddress, type RpcAddress } from './address.ts';
import { quietTransport } from './quiet-transport.ts';
import type { AllowedCallers, RpcMethod, ServiceImplementation } from './rpc-types.ts';
import { type Doorkeeper, serveBidi, serveStream, serveUnary } from './serve-method.ts';
import { ServerTls } from './tls-credentials.ts';
import type { TlsSource } from './tls-source.ts';

/** What {@link createRpcServer} needs. */
export interface RpcServerOptions {
  /** Port 0 lets the system choose. */
  readonly address: RpcAddress;
  readonly tls: TlsSource;
  /**
   * `required` (the default): callers prove who they are with a certificate of our authority. `none`: for the one port
   * where a process without a certificate gets its first; there every caller is `anonymous`.
   */
  readonly clientCertificates?: 'required' | 'none';
  readonly logger: Logger;
  /** After this time a connection is renewed, so that clients find new servers and use renewed certificates. */
  readonly maxConnectionAgeMilliseconds?: number;
}

/** A gRPC server; register the services, then start it. */
export interface RpcServer {
  /** Adds a service. Every method is refused to every caller that `allowed` does not name for it. */
  addService<D extends RpcServiceDefinition>(
    definition: D,
    implementation: ServiceImplementation<D>,
    allowed: AllowedCallers<D>,
  ): void;
  /** Starts to listen; resolves with the port. */
  start(): Promise<number>;
  /** Accepts nothing new, tells streams to end, waits for what is under way, then breaks off what is left. */
  stop(graceMilliseconds?: number): Promise<void>;
}

/** An import file of 12 MB with its frame; what is larger is refused before it is read. */
const MAX_MESSAGE_OCTETS = 13 * 1_048_576;
const CONNECTION_AGE_MILLISECONDS = 90_000;
/** Long enough for a stream that began just before its connection's end to grow old and finish by itself. */
const CONNECTION_GRACE_MILLISECONDS = 300_000;
const STREAM_AGE_MILLISECONDS = { from: 60_000, to: 120_000 };

/** A server with mutual TLS 1.3, an allow-list per method and typed errors. */
export function createRpcServer(options: RpcServerOptions): RpcServer {
  quietTransport();
  return new GrpcRpcServer(options);
}

class GrpcRpcServer implements RpcServer {
  readonly #options: RpcServerOptions;
  readonly #server: Server;
  readonly #credentials: ServerTls;
  readonly #stopping = new AbortController();

  constructor(options: RpcServerOptions) {
    this.#options = options;
    this.#credentials = new ServerTls(options.tls, options.clientCertificates ?? 'required');
    this.#server = new Server({
      'grpc.max_receive_message_length': MAX_MESSAGE_OCTETS,
      'grpc.max_connection_age_ms': options.maxConnectionAgeMilliseconds ?? CONNECTION_AGE_MILLISECONDS,
      'grpc.max_connection_age_grace_ms': CONNECTION_GRACE_MILLISECONDS,
      'grpc.keepalive_time_ms': 10_000,
      'grpc.keepalive_timeout_ms': 2000,
    });
  }

  addService<D extends RpcServiceDefinition>(
    definition: D,
    implementation: ServiceImplementation<D>,
    allowed: AllowedCallers<D>,
  ): void {
    const handlers: Record<string, UntypedHandleCall> = {};
    for (const [key, method] of Object.entries(definition.methods)) {
      const door = this.#doorkeeper(`${definition.fullName}/${method.name}`, allowed[key]);
      handlers[key] = serve(method, implementation[key], door);
    }
    this.#server.addService(toGrpcJs(definition), handlers);
  }

  start(): Promise<number> {
    const address = formatAddress(this.#options.address);
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(address, this.#credentials, (error, port) => {
        if (error !== null) return reject(new Error(`cannot listen on ${address}: ${error.message}`, { cause: error }));
        this.#options.logger.info({ host: this.#options.address.host, port }, 'gRPC listens');
        resolve(port);
      });
    });
  }

  async stop(graceMilliseconds = 15_000): Promise<void> {
    this.#stopping.abort();
    await new Promise<void>((resolve) => {
      const expiry = setTimeout(() => {
        this.#options.logger.warn({ graceMilliseconds }, 'breaking off calls that did not end in time');
        this.#server.forceShutdown();
        resolve();
      }, graceMilliseconds);
      this.#server.tryShutdown(() => {
        clearTimeout(expiry);
        resolve();
      });
    });
    this.#credentials.close();
  }

  #doorkeeper(method: string, allowed: readonly string[] | undefined): Doorkeeper {
    return {
      method,
      allowed,
      clientCertificates: this.#options.clientCertificates ?? 'required',
      logger: this.#options.logger,
      drainingSignal: (isLongLived) => (isLongLived ? this.#oldAgeSignal() : this.#stopping.signal),
    };
  }

  /** Spread in time, so that the streams of many doors do not begin anew in the same second. */
  #oldAgeSignal(): AbortSignal {
    const { from, to } = STREAM_AGE_MILLISECONDS;
    return AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(randomInt(from, to))]);
  }
}

function serve(method: RpcMethod, handler: unknown, door: Doorkeeper): UntypedHandleCall {
  // The definition decides which of the three shapes the handler has; ServiceImplementation tied them together.
  if (method.requestStream) return serveBidi(handler as Parameters<typeof serveBidi>[0], door);
  if (method.responseStream) return serveStream(handler as Parameters<typeof serveStream>[0], door);
  return serveUnary(handler as Parameters<typeof serveUnary>[0], door);
}
