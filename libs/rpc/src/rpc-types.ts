import type { RpcServiceDefinition } from '@countersign/contracts';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Caller } from './identity.ts';

/** The methods of a generated service definition. */
export type RpcMethods = RpcServiceDefinition['methods'];

/** One method of a generated service definition. */
export type RpcMethod = RpcMethods[string];

/** The message that goes to the server. */
export type RequestOf<M extends RpcMethod> = ReturnType<M['requestType']['decode']>;

/** The message that comes back. */
export type ResponseOf<M extends RpcMethod> = ReturnType<M['responseType']['decode']>;

/** What a handler knows about a call besides its message. */
export interface CallContext {
  readonly caller: Caller;
  /** `package.Service/Method`. */
  readonly method: string;
  /** When the caller stops waiting; undefined when it waits for ever. */
  readonly deadline: Date | undefined;
  /** The same for every repeat of one intended change. */
  readonly idempotencyKey: string | undefined;
  /** The person on whose behalf the caller acts, as the caller says; a name for the journal. */
  readonly operator: string | undefined;
  /** The id of the browser session on whose behalf a door calls; the core looks up whose it is. Never logged. */
  readonly session?: string;
  /** Nobody asked for this: the page did so by itself, and the session must not live on because of it. */
  readonly isSessionQuiet?: boolean;
  /** Aborts when the caller went away or its deadline passed: the answer would reach nobody. */
  readonly signal: AbortSignal;
  /** Aborts when a long-lived stream should finish what is under way and end: the server stops, or the stream is old. */
  readonly draining: AbortSignal;
}

/** One message in, one out. Throws `DomainError` to refuse. */
export type UnaryHandler<Request, Response> = (request: Request, context: CallContext) => Promise<Response>;

/** One message in, many out; produced only as fast as the caller reads. */
export type StreamHandler<Request, Response> = (request: Request, context: CallContext) => AsyncIterable<Response>;

/** Both directions at once, on grpc-js's own stream: for the hot path. It ends the stream itself. */
export type BidiHandler<Request, Response> = (
  call: ServerDuplexStream<Request, Response>,
  context: CallContext,
) => Promise<void> | void;

type HandlerOf<M extends RpcMethod> = M['requestStream'] extends true
  ? BidiHandler<RequestOf<M>, ResponseOf<M>>
  : M['responseStream'] extends true
    ? StreamHandler<RequestOf<M>, ResponseOf<M>>
    : UnaryHandler<RequestOf<M>, ResponseOf<M>>;

/** A handler for every method of a service. */
export type ServiceImplementation<D extends RpcServiceDefinition> = {
  readonly [K in keyof D['methods']]: HandlerOf<D['methods'][K]>;
};

/** Which services may call which method. A method that is not listed is refused to everybody. */
export type AllowedCallers<D extends RpcServiceDefinition> = {
  readonly [K in keyof D['methods']]?: readonly string[];
};
