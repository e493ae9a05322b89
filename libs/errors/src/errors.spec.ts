import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { DomainError, isDomainError } from './domain-error.ts';
import { ERROR_CODES, errorCatalogue, isErrorCode } from './error-codes.ts';
import { SecretBytes } from './secret-bytes.ts';

describe('the catalogue of error codes', () => {
  it.each(ERROR_CODES)('has a stable name, a meaning and a remedy for %s', (code) => {
    const { meaning, remedy } = errorCatalogue[code];
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  });

  it('knows its codes and nothing that every object has', () => {
    expect(ERROR_CODES.every(isErrorCode)).toBe(true);
    expect(['', 'constructor', 'toString', 'INTERNAL'].some(isErrorCode)).toBe(false);
  });
});

describe('DomainError', () => {
  it('keeps what it was given', () => {
    const cause = new Error('below');
    const error = new DomainError('attempts_throttled', 'wait', { cause, retryAfterSeconds: 30, field: 'name' });
    expect(error).toMatchObject({
      code: 'attempts_throttled',
      message: 'wait',
      cause,
      retryAfterSeconds: 30,
      field: 'name',
    });
    expect(new DomainError('internal', 'x')).not.toHaveProperty('cause');
  });

  it('is recognised, on wish by its code', () => {
    const error: unknown = new DomainError('not_found', 'x');
    expect([isDomainError(error), isDomainError(error, 'not_found'), isDomainError(error, 'internal')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([isDomainError(new Error('x')), isDomainError(undefined)]).toEqual([false, false]);
  });
});

describe('SecretBytes', () => {
  const secret = SecretBytes.fromText('hunter2');

  it.each([
    ['a template', () => `${secret}`],
    ['JSON', () => JSON.stringify({ secret })],
    ['inspection', () => inspect({ deep: [secret] })],
    ['inspection of everything', () => inspect(secret, { showHidden: true, depth: null })],
    ['concatenation', () => 'x'.concat(String(secret))],
  ])('shows nothing in %s', (_way, print) => {
    expect(print()).toContain('[sealed]');
    expect(print()).not.toContain('hunter2');
  });

  it('compares content and length', () => {
    expect(secret.equals(SecretBytes.fromText('hunter2'))).toBe(true);
    expect(secret.equals(SecretBytes.fromText('hunter3'))).toBe(false);
    expect(secret.equals(SecretBytes.fromText('hunter22'))).toBe(false);
  });

  it('copies what it is given and can be wiped', () => {
    const own = Buffer.from('abc');
    const copy = new SecretBytes(own);
    own.fill(0);
    expect(copy.expose().toString()).toBe('abc');
    copy.wipe();
    expect([copy.length, copy.expose()]).toEqual([3, Buffer.alloc(3)]);
  });
});
