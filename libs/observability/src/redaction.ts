import { isNativeError } from 'node:util/types';
import { SecretBytes } from '@countersign/errors';

const SEALED = '[sealed]';
const DEEPEST = 8;

/** A name that ends in one of these words holds a secret, whatever stands before it (`userPassword`, `new_pin`). */
const SECRET_WORDS = new Set([
  'answer',
  'authorization',
  'cookie',
  'credential',
  'otp',
  'passcode',
  'passphrase',
  'passwd',
  'password',
  'pepper',
  'pin',
  'psk',
  'pwd',
  'secret',
  'seed',
  'token',
]);
/** `code` and `key` mean a secret only together with the word before them: a `statusCode` or a `cacheKey` is none. */
const SECRET_PAIRS = new Set(
  ['access', 'activation', 'bypass', 'confirmation', 'one time', 'pairing', 'recovery', 'verification']
    .map((word) => `${word.split(' ').at(-1)} code`)
    .concat(
      ['api', 'hash', 'master', 'pre shared', 'private', 'sealing', 'shared', 'signing'].map(
        (word) => `${word.split(' ').at(-1)} key`,
      ),
    ),
);

/**
 * A copy of `value` for the log: secrets by type (`SecretBytes`, any octets) and by the name of their key are replaced,
 * at every depth; errors become plain data with their causes. Never throws, also not for cycles.
 */
export function redacted(value: unknown): unknown {
  return walk(value, [], 0);
}

/** True when a value under this key must not be printed. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/s$/, ''));
  const last = words.at(-1) ?? '';
  return (
    SECRET_WORDS.has(last) || (words.length === 1 && last === 'code') || SECRET_PAIRS.has(words.slice(-2).join(' '))
  );
}

function walk(value: unknown, ancestors: readonly object[], depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof SecretBytes) return SEALED;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} octets]`;
  if (value instanceof Date) return value;
  if (ancestors.includes(value)) return '[circular]';
  return depth >= DEEPEST ? '[too deep]' : walkInside(value, [...ancestors, value], depth);
}

function walkInside(value: object, path: readonly object[], depth: number): unknown {
  if (value instanceof Error || isNativeError(value)) return walkError(value, path, depth);
  if (value instanceof Map)
    return walkEntries(
      [...value].map(([key, each]) => [String(key), each]),
      path,
      depth,
    );
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].map((each: unknown) => walk(each, path, depth + 1));
  }
  return walkEntries(Object.entries(value), path, depth);
}

function walkEntries(
  entries: readonly (readonly [string, unknown])[],
  path: readonly object[],
  depth: number,
): unknown {
  return Object.fromEntries(
    entries.map(([key, each]) => [key, isSecretName(key) && isPrintable(each) ? SEALED : walk(each, path, depth + 1)]),
  );
}

/** "No secret given" is worth knowing and gives nothing away. */
function isPrintable(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'boolean';
}

/** `code` of an error is a name such as ECONNREFUSED or invalid_request, not something a claimant typed. */
function walkError(error: Error, path: readonly object[], depth: number): unknown {
  const details = Object.entries(error).filter(([key]) => !['name', 'message', 'stack', 'cause'].includes(key));
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const own = walkEntries(details, path, depth) as Record<string, unknown>;
  return {
    ...own,
    ...code,
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: walk(error.cause, path, depth + 1) }),
  };
}
