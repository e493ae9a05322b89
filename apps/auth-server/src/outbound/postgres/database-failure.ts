import { codeOf, messageOf } from './error-facts.ts';

/**
 * What a failed statement says about the server it was sent to.
 *
 * - `lost`: the server is gone, going, or starting: nothing more comes from it
 * - `not_writable`: it is a replica, or was made one
 * - `timeout`: it did not answer in time: it may hang, and may still do what was asked
 * - `storage_full`: its disk is full
 * - `contention`: it gave up because of other transactions; the same may succeed at once
 * - `statement`: anything else: the statement is at fault, not the server
 */
export type DatabaseFailure = 'lost' | 'not_writable' | 'timeout' | 'storage_full' | 'contention' | 'statement';

/** SQLSTATEs (PostgreSQL appendix A) and system error codes. */
const BY_CODE: Readonly<Record<string, DatabaseFailure>> = {
  '25006': 'not_writable',
  '40001': 'contention',
  '40P01': 'contention',
  '53100': 'storage_full',
  '53300': 'contention',
  '55P03': 'contention',
  '57014': 'timeout',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'lost',
  '57P05': 'lost',
  ECONNREFUSED: 'lost',
  ECONNRESET: 'lost',
  ECONNABORTED: 'lost',
  EPIPE: 'lost',
  EHOSTUNREACH: 'lost',
  EHOSTDOWN: 'lost',
  ENETUNREACH: 'lost',
  ENOTFOUND: 'lost',
  EAI_AGAIN: 'lost',
  ETIMEDOUT: 'timeout',
};

/** The driver gives these no code. */
const BY_MESSAGE: readonly (readonly [RegExp, DatabaseFailure])[] = [
  [/query read timeout/i, 'timeout'],
  [/timeout exceeded when trying to connect|connection timeout/i, 'timeout'],
  [/connection terminated|client has encountered a connection error|not queryable|client was closed/i, 'lost'],
  [/cannot use a pool after calling end|driver not connected|connection is not (set|established)/i, 'lost'],
];

/** Judges an error of `pg` or of TypeORM around it. */
export function databaseFailure(error: unknown): DatabaseFailure {
  for (const each of causes(error)) {
    const code = codeOf(each);
    if (code.startsWith('08')) return 'lost';
    const known = BY_CODE[code] ?? BY_MESSAGE.find(([pattern]) => pattern.test(messageOf(each)))?.[1];
    if (known !== undefined) return known;
  }
  return 'statement';
}

/** The error, what it wraps, and what led to it. */
function* causes(error: unknown): Generator<object> {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    yield current;
    const { driverError, cause } = current as { readonly driverError?: unknown; readonly cause?: unknown };
    current = driverError ?? cause;
  }
}
