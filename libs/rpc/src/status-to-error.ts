import { DomainError, type ErrorCode, isErrorCode } from '@countersign/errors';
import { type Metadata, status } from '@grpc/grpc-js';
import { METADATA, readMetadata } from './call-metadata.ts';

/** A failed call as grpc-js reports it. */
export interface FailedCall {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

/** What was called, for the message of an error that did not come from the server. */
export interface CallTarget {
  readonly service: string;
  readonly addresses: string;
}

/** What a status means that carries no code of ours: it was made by the transport, not by a handler. */
const TRANSPORT_CODES: Readonly<Partial<Record<status, ErrorCode>>> = {
  [status.DEADLINE_EXCEEDED]: 'deadline_exceeded',
  [status.UNAVAILABLE]: 'unavailable',
  [status.CANCELLED]: 'unavailable',
  [status.RESOURCE_EXHAUSTED]: 'unavailable',
  [status.UNAUTHENTICATED]: 'caller_not_allowed',
  [status.PERMISSION_DENIED]: 'caller_not_allowed',
};

/** Turns a failed call back into the `DomainError` that the server threw, or into one that says what to check. */
export function statusToError(failed: FailedCall, target: CallTarget): DomainError {
  const code = readMetadata(failed.metadata, METADATA.errorCode);
  if (code !== undefined && isErrorCode(code)) {
    const seconds = Number(readMetadata(failed.metadata, METADATA.retryAfterSeconds) ?? Number.NaN);
    return new DomainError(code, failed.details, {
      cause: failed,
      field: readMetadata(failed.metadata, METADATA.errorField),
      retryAfterSeconds: Number.isFinite(seconds) ? seconds : undefined,
    });
  }
  const transportCode = TRANSPORT_CODES[failed.code] ?? 'internal';
  return new DomainError(transportCode, explain(failed, target), { cause: failed });
}

function explain({ code, details }: FailedCall, { service, addresses }: CallTarget): string {
  if (code === status.DEADLINE_EXCEEDED) return `${service} at ${addresses} did not answer in time`;
  if (code === status.CANCELLED) return `the call of ${service} at ${addresses} was cancelled`;
  if (code === status.UNIMPLEMENTED) return `${service} at ${addresses} does not know this call: compare the releases`;
  if (code !== status.UNAVAILABLE) return `${service} at ${addresses} answered with gRPC status ${status[code]}`;
  if (/another service/.test(details)) return `the server at ${addresses} is not ${service}: check the address`;
  if (/certificate|handshake|alert|ssl|tls/i.test(details)) {
    return `${service} at ${addresses} and this process do not trust each other: check that both certificates are in date and come from the same authority`;
  }
  return `${service} at ${addresses} cannot be reached: check that it runs, that the address is right, and that it accepts this process's certificate`;
}
