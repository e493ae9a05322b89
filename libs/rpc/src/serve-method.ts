import { type EventEmitter, once } from 'node:events';
import { DomainError } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import {
  Metadata,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import { METADATA, readMetadata } from './call-metadata.ts';
import { type CallStatus, statusOf } from './error-to-status.ts';
import { ANONYMOUS_SERVICE, type Caller, callerOf } from './identity.ts';
import type { BidiHandler, CallContext, StreamHandler, UnaryHandler } from './rpc-types.ts';

/** What stands between the wire and a handler: who may call, what is logged, when long-lived streams should end. */
export interface Doorkeeper {
  readonly method: string;
  readonly allowed: readonly string[] | undefined;
  readonly clientCertificates: 'required' | 'none';
  readonly logger: Logger;
  /** A signal that aborts when a stream that begins now should come to its end. */
  drainingSignal(isLongLived: boolean): AbortSignal;
}

type ServerCall =
  | ServerUnaryCall<unknown, unknown>
  | ServerWritableStream<unknown, unknown>
  | ServerDuplexStream<unknown, unknown>;

/** Wraps a handler of one message in, one out. */
export function serveUnary(handler: UnaryHandler<unknown, unknown>, door: Doorkeeper): UntypedHandleCall {
  return (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
    // The chain begins with a promise so that a handler that throws before it returns is treated like any other.
    Promise.resolve()
      .then(() => handler(call.request, admit(call, door)))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(refusal(error, call, door)),
      );
  };
}

/** Wraps a handler of one message in, many out. */
export function serveStream(handler: StreamHandler<unknown, unknown>, door: Doorkeeper): UntypedHandleCall {
  return (call: ServerWritableStream<unknown, unknown>) => {
    void writeAll(handler, call, door).catch((error: unknown) => call.emit('error', refusal(error, call, door)));
  };
}

/** Wraps a handler that works on the stream itself. */
export function serveBidi(handler: BidiHandler<unknown, unknown>, door: Doorkeeper): UntypedHandleCall {
  return (call: ServerDuplexStream<unknown, unknown>) => {
    Promise.resolve()
      .then(() => handler(call, admit(call, door, true)))
      .catch((error: unknown) => call.emit('error', refusal(error, call, door)));
  };
}

async function writeAll(
  handler: StreamHandler<unknown, unknown>,
  call: ServerWritableStream<unknown, unknown>,
  door: Doorkeeper,
): Promise<void> {
  const context = admit(call, door, true);
  for await (const message of handler(call.request, context)) {
    if (!call.write(message)) await once(call, 'drain', { signal: context.signal }).catch(() => undefined);
    if (context.signal.aborted) return;
  }
  call.end();
}

/** Deny by default: no identity, no list, or a list without the caller, and the handler is not reached. */
function admit(call: ServerCall, door: Doorkeeper, isLongLived = false): CallContext {
  const caller = identify(call, door.clientCertificates);
  if (caller === undefined) {
    throw new DomainError('caller_not_allowed', 'the certificate of the caller names no service of this installation');
  }
  if (!door.allowed?.includes(caller.service)) {
    throw new DomainError('caller_not_allowed', `${caller.service} may not call ${door.method}`);
  }
  return contextOf(call, caller, door, isLongLived);
}

function contextOf(call: ServerCall, caller: Caller, door: Doorkeeper, isLongLived: boolean): CallContext {
  const abort = new AbortController();
  const events: EventEmitter = call;
  events.once('cancelled', () => abort.abort());
  if (call.cancelled) abort.abort();
  return {
    caller,
    method: door.method,
    deadline: deadlineOf(call),
    idempotencyKey: readMetadata(call.metadata, METADATA.idempotencyKey),
    operator: readMetadata(call.metadata, METADATA.operator),
    session: readMetadata(call.metadata, METADATA.session),
    isSessionQuiet: readMetadata(call.metadata, METADATA.sessionQuiet) === '1',
    signal: abort.signal,
    draining: door.drainingSignal(isLongLived),
  };
}

function identify(call: ServerCall, clientCertificates: 'required' | 'none'): Caller | undefined {
  if (clientCertificates === 'none') return { service: ANONYMOUS_SERVICE, instance: undefined };
  return callerOf(call.getAuthContext().sslPeerCertificate);
}

function deadlineOf(call: ServerCall): Date | undefined {
  const deadline = call.getDeadline();
  if (deadline instanceof Date) return deadline;
  return Number.isFinite(deadline) ? new Date(deadline) : undefined;
}

function refusal(error: unknown, call: ServerCall, door: Doorkeeper): CallStatus {
  // Nobody waits for the answer any more, and stopping half-way is what the signal asked for: not a fault.
  if (call.cancelled && isAbortError(error))
    return { code: status.CANCELLED, details: 'cancelled', metadata: new Metadata() };
  const caller = identify(call, door.clientCertificates);
  return statusOf(error, door.logger, { method: door.method, caller, peer: call.getPeer() });
}

function isAbortError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}
