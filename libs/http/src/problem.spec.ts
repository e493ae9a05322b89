import { DomainError, ERROR_CODES } from '@countersign/errors';
import { describe, expect, it } from '@jest/globals';
import { httpErrorTable, problemOf } from './problem.ts';

describe('problemOf', () => {
  it('carries the code, its words, the field and the time to wait', () => {
    const error = new DomainError('attempts_throttled', 'wait', { retryAfterSeconds: 30, field: 'code' });
    expect(problemOf(error, 'REF', 'fr')).toEqual({
      type: 'urn:countersign:error:attempts_throttled',
      title: httpErrorTable.attempts_throttled.title.fr,
      status: 429,
      code: 'attempts_throttled',
      detail: 'wait',
      field: 'code',
      reference: 'REF',
      retryAfterSeconds: 30,
    });
  });

  it('asks to come back when the master is offline', () => {
    expect(problemOf(new DomainError('master_offline', 'x'), 'R', 'en')).toMatchObject({
      status: 503,
      retryAfterSeconds: 5,
    });
  });

  it('tells nothing of a fault but its reference', () => {
    for (const error of [new TypeError('secret detail'), new DomainError('internal', 'secret detail'), 'text', null]) {
      const problem = problemOf(error, 'REF', 'en');
      expect(problem).toMatchObject({ status: 500, code: 'internal', reference: 'REF' });
      expect(JSON.stringify(problem)).not.toContain('secret');
    }
  });

  it('keeps the status of what the protocol itself refuses', () => {
    expect(problemOf({ statusCode: 413, message: 'x' }, 'R', 'en')).toMatchObject({
      status: 413,
      code: 'invalid_request',
    });
  });

  it.each(ERROR_CODES)('has words in both languages for %s', (code) => {
    const { title, status } = httpErrorTable[code];
    expect(title.en).not.toBe(title.fr);
    expect(status).toBeGreaterThanOrEqual(400);
  });
});
