import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { databaseFailure } from './database-failure.ts';

const withCode = (code: string): Error => Object.assign(new Error('words'), { code });

describe('databaseFailure', () => {
  it.each([
    ['25006', 'not_writable'],
    ['40P01', 'contention'],
    ['53100', 'storage_full'],
    ['57P01', 'lost'],
    ['57P03', 'lost'],
    ['08006', 'lost'],
    ['ECONNREFUSED', 'lost'],
    ['ECONNRESET', 'lost'],
    ['ETIMEDOUT', 'timeout'],
    ['57014', 'timeout'],
    ['23505', 'statement'],
  ])('judges %s as %s, also inside an error of TypeORM', (code, expected) => {
    expect(databaseFailure(withCode(code))).toBe(expected);
    expect(databaseFailure(new QueryFailedError('SELECT 1', [], withCode(code)))).toBe(expected);
  });

  it.each([
    ['Query read timeout', 'timeout'],
    ['timeout exceeded when trying to connect', 'timeout'],
    ['Connection terminated due to connection timeout', 'timeout'],
    ['Connection terminated unexpectedly', 'lost'],
    ['Cannot use a pool after calling end on the pool', 'lost'],
    ['Driver not Connected', 'lost'],
    ['syntax error', 'statement'],
  ])('judges the words "%s" as %s', (words, expected) => {
    expect(databaseFailure(new Error(words))).toBe(expected);
    expect(databaseFailure(new Error('outside', { cause: new Error(words) }))).toBe(expected);
  });

  it.each([undefined, null, 'text', 7, Symbol('s')])('takes %p for a fault of the statement', (thrown) => {
    expect(databaseFailure(thrown)).toBe('statement');
  });
});
