import { type RpcServiceDefinition, toGrpcJs } from '@countersign/contracts';
import type { Client, ClientDuplexStream, Metadata, MethodDefinition, ServiceError } from '@grpc/grpc-js';
import { METADATA, metadataOf } from './call-metadata.ts';
import type { RequestOf, ResponseOf, RpcMethod } from './rpc-types.ts';
import { type CallTarget, statusToError } from './status-to-error.ts';

/** What a call may carry. */
export interface RpcCallOptions {
  /** How long to wait for the answer; for one-message calls 2000 unless the channel says otherwise, for streams no limit. */
  readonly deadlineMilliseconds?: number;
  /** The same for every repeat of one intended change. */
  readonly idempotencyKey?: string;
  /** The person on whose behalf this process acts. */
  readonly operator?: string;
  /** The id of the browser session on whose behalf this process acts. A secret: it is never logged. */
  readonly session?: string;
  /** A page asks by itself, so the session does not live on because of this call. */
  readonly isSessionQuiet?: boolean;
  /** Ends the call when it aborts. */
  readonly signal?: AbortSignal;
}

type CallOf<M extends RpcMethod> = M['requestStream'] extends true
  ? (options?: RpcCallOptions) => ClientDuplexStream<RequestOf<M>, ResponseOf<M>>
  : M['responseStream'] extends true
    ? (request: RequestOf<M>, options?: RpcCallOptions) => AsyncIterable<ResponseOf<M>>
    : (request: RequestOf<M>, options?: RpcCallOptions) => Promise<ResponseOf<M>>;

/** The calls of a service. They reject with `DomainError`; a bidirectional stream emits grpc-js's own error. */
export type RpcClient<D extends RpcServiceDefinition> = { readonly [K in keyof D['methods']]: CallOf<D['methods'][K]> };

/** What all calls of a channel share. */
export interface CallDefaults {
  readonly target: CallTarget;
  readonly deadlineMilliseconds: number;
}

/** Makes the calls of a service over a connected client. */
export function createRpcClient<D extends RpcServiceDefinition>(
  definition: D,
  client: Client,
  defaults: CallDefaults,
): RpcClient<D> {
  const methods = Object.entries(toGrpcJs(definition));
  return Object.fromEntries(methods.map(([key, method]) => [key, callOf(method, client, defaults)])) as RpcClient<D>;
}

function callOf(method: MethodDefinition<unknown, unknown>, client: Client, defaults: CallDefaults): unknown {
  if (method.requestStream) return (options?: RpcCallOptions) => openBidi(method, client, options);
  if (method.responseStream) {
    return (request: unknown, options?: RpcCallOptions) => readStream(method, client, defaults, request, options);
  }
  return (request: unknown, options?: RpcCallOptions) => callUnary(method, client, defaults, request, options);
}

function callUnary(
  method: MethodDefinition<unknown, unknown>,
  client: Client,
  { target, deadlineMilliseconds }: CallDefaults,
  request: unknown,
  options: RpcCallOptions = {},
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const deadline = deadlineIn(options.deadlineMilliseconds ?? deadlineMilliseconds);
    const settle = (error: ServiceError | null, response?: unknown): void => {
      options.signal?.removeEventListener('abort', cancel);
      if (error === null) resolve(response);
      else reject(statusToError(error, target));
    };
    const call = client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      requestMetadata(options),
      { deadline },
      settle,
    );
    const cancel = (): void => call.cancel();
    followSignal(options.signal, cancel);
  });
}

async function* readStream(
  method: MethodDefinition<unknown, unknown>,
  client: Client,
  { target }: CallDefaults,
  request: unknown,
  options: RpcCallOptions = {},
): AsyncIterable<unknown> {
  const { path, requestSerialize, responseDeserialize } = method;
  const metadata = requestMetadata(options);
  const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, metadata, {
    ...(options.deadlineMilliseconds === undefined ? {} : { deadline: deadlineIn(options.deadlineMilliseconds) }),
  });
  const cancel = (): void => call.cancel();
  followSignal(options.signal, cancel);
  try {
    for await (const message of call) yield message;
  } catch (error) {
    throw isServiceError(error) ? statusToError(error, target) : error;
  } finally {
    options.signal?.removeEventListener('abort', cancel);
    call.cancel();
  }
}

function openBidi(method: MethodDefinition<unknown, unknown>, client: Client, options: RpcCallOptions = {}): unknown {
  const { path, requestSerialize, responseDeserialize } = method;
  const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, requestMetadata(options), {
    ...(options.deadlineMilliseconds === undefined ? {} : { deadline: deadlineIn(options.deadlineMilliseconds) }),
  });
  followSignal(options.signal, () => call.cancel());
  return call;
}

function requestMetadata({ idempotencyKey, operator, session, isSessionQuiet }: RpcCallOptions): Metadata {
  return metadataOf({
    [METADATA.idempotencyKey]: idempotencyKey,
    [METADATA.operator]: operator,
    [METADATA.session]: session,
    [METADATA.sessionQuiet]: isSessionQuiet === true ? '1' : undefined,
  });
}

function deadlineIn(milliseconds: number): Date {
  return new Date(Date.now() + milliseconds);
}

function followSignal(signal: AbortSignal | undefined, cancel: () => void): void {
  if (signal?.aborted) cancel();
  else signal?.addEventListener('abort', cancel, { once: true });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'details' in error && 'metadata' in error;
}
