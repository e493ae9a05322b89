import type { ErrorCode } from './error-codes.ts';

/** What a {@link DomainError} carries besides its code and its message. */
export interface DomainErrorOptions {
  /** What led here; for the log only, it never crosses a process boundary. */
  readonly cause?: unknown;
  /** How long the caller should wait before it asks again. */
  readonly retryAfterSeconds?: number;
  /** The field of the request that is wrong, as the caller wrote it, for `invalid_request`. */
  readonly field?: string;
}

/**
 * "We refuse to answer", as opposed to a verdict ("the answer is no") and to a bug (anything else that is thrown).
 *
 * The message is for the person who sent the request: it says what is wrong and what to do, and holds neither secrets
 * nor internals. Every edge maps {@link ErrorCode} once; an error without a code becomes `internal` there.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string, options: DomainErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.field = options.field;
  }
}

/** True for a {@link DomainError}, optionally of one code. */
export function isDomainError(error: unknown, code?: ErrorCode): error is DomainError {
  return error instanceof DomainError && (code === undefined || error.code === code);
}
