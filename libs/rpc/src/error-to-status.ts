import { randomBytes } from 'node:crypto';
import { DomainError, type ErrorCode } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import { type Metadata, status } from '@grpc/grpc-js';
import { METADATA, metadataOf } from './call-metadata.ts';

/** How a code travels over gRPC and how loudly the server logs it. */
export interface ErrorStatus {
  readonly grpcStatus: status;
  readonly logLevel: 'info' | 'warn' | 'error';
}

/** The one mapping of error codes to gRPC. */
export const grpcErrorTable = {
  invalid_request: { grpcStatus: status.INVALID_ARGUMENT, logLevel: 'info' },
  caller_not_allowed: { grpcStatus: status.PERMISSION_DENIED, logLevel: 'error' },
  sign_in_required: { grpcStatus: status.UNAUTHENTICATED, logLevel: 'info' },
  proof_required: { grpcStatus: status.FAILED_PRECONDITION, logLevel: 'info' },
  permission_missing: { grpcStatus: status.PERMISSION_DENIED, logLevel: 'warn' },
  not_allowed: { grpcStatus: status.FAILED_PRECONDITION, logLevel: 'info' },
  not_found: { grpcStatus: status.NOT_FOUND, logLevel: 'info' },
  user_not_found: { grpcStatus: status.NOT_FOUND, logLevel: 'info' },
  authenticator_not_found: { grpcStatus: status.NOT_FOUND, logLevel: 'info' },
  already_exists: { grpcStatus: status.ALREADY_EXISTS, logLevel: 'info' },
  authenticator_already_bound: { grpcStatus: status.ALREADY_EXISTS, logLevel: 'info' },
  activation_code_expired: { grpcStatus: status.FAILED_PRECONDITION, logLevel: 'info' },
  version_conflict: { grpcStatus: status.ABORTED, logLevel: 'info' },
  attempts_throttled: { grpcStatus: status.RESOURCE_EXHAUSTED, logLevel: 'warn' },
  directory_unavailable: { grpcStatus: status.UNAVAILABLE, logLevel: 'warn' },
  delivery_unavailable: { grpcStatus: status.UNAVAILABLE, logLevel: 'warn' },
  master_offline: { grpcStatus: status.UNAVAILABLE, logLevel: 'warn' },
  // Not DEADLINE_EXCEEDED: the caller's own deadline did not pass. Not UNAVAILABLE either, which would be retried
  // by the transport without the caller's decision.
  write_outcome_unknown: { grpcStatus: status.UNKNOWN, logLevel: 'error' },
  storage_full: { grpcStatus: status.UNAVAILABLE, logLevel: 'error' },
  deadline_exceeded: { grpcStatus: status.DEADLINE_EXCEEDED, logLevel: 'warn' },
  unavailable: { grpcStatus: status.UNAVAILABLE, logLevel: 'error' },
  internal: { grpcStatus: status.INTERNAL, logLevel: 'error' },
} as const satisfies Record<ErrorCode, ErrorStatus>;

/** What ends a call. */
export interface CallStatus {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

/**
 * The status of a call that threw. A `DomainError` keeps its code and message; everything else, and `internal` itself,
 * is logged under a reference, and only the reference leaves the process.
 */
export function statusOf(error: unknown, logger: Logger, context: Readonly<Record<string, unknown>> = {}): CallStatus {
  if (!(error instanceof DomainError) || error.code === 'internal') return internalStatus(error, logger, context);
  const { grpcStatus, logLevel } = grpcErrorTable[error.code];
  logger[logLevel]({ ...context, errorCode: error.code, field: error.field, err: error }, 'call refused');
  const metadata = metadataOf({
    [METADATA.errorCode]: error.code,
    [METADATA.errorField]: error.field,
    [METADATA.retryAfterSeconds]: error.retryAfterSeconds?.toString(),
  });
  return { code: grpcStatus, details: error.message, metadata };
}

function internalStatus(error: unknown, logger: Logger, context: Readonly<Record<string, unknown>>): CallStatus {
  const reference = randomBytes(6).toString('hex');
  logger.error({ ...context, reference, err: error }, 'call failed');
  return {
    code: grpcErrorTable.internal.grpcStatus,
    details: `a fault in the server; its log has the details under reference ${reference}`,
    metadata: metadataOf({ [METADATA.errorCode]: 'internal', [METADATA.errorReference]: reference }),
  };
}
