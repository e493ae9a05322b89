import { describe, expect, it } from '@jest/globals';
import { parseUserSearch, type UserSearchQuery } from './user-search-query.ts';

const parsed = (typed: string): UserSearchQuery => {
  const result = parseUserSearch(typed);
  if (result.kind === 'problem') throw new Error(`${result.part}: ${result.expected}`);
  return result.query;
};
const word = (text: string, isExact = false) => ({ kind: 'word', text, isExact });

describe('what is typed into the search box', () => {
  it('is words that match by their beginning, and whole ones in quotes', () => {
    expect(parsed('  anna  "Smith" ').terms).toEqual([word('anna'), word('Smith', true)]);
    expect(parsed('"anna').terms).toEqual([word('anna', true)]);
    expect(parsed('""').terms).toEqual([]);
  });

  it('is filters with a key, whose value may be quoted', () => {
    expect(parsed('status:blocked STATUS:not-enrolled method:sms group:"VPN users" group:sta tag:x')).toEqual({
      terms: [],
      statuses: ['blocked', 'not_enrolled'],
      methods: ['phone'],
      groups: [
        { name: 'VPN users', isExact: true },
        { name: 'sta', isExact: false },
      ],
      tags: ['x'],
      lastSignIn: [],
    });
  });

  it.each([
    ['last:<30d', { kind: 'within', seconds: 30 * 86_400 }],
    ['last:>2w', { kind: 'before', seconds: 14 * 86_400 }],
    ['last:never', { kind: 'never' }],
  ])('is a time since the last sign-in: %s', (typed, filter) => {
    expect(parsed(typed).lastSignIn).toEqual([filter]);
  });

  it.each([
    ['+41 79 123', [{ kind: 'phone', digits: '4179123', isExact: false }]],
    ['0041 79', [{ kind: 'phone', digits: '4179', isExact: false }]],
    ['(079) 12-34', [{ kind: 'phone', digits: '791234', isExact: false }]],
    ['4179123', [{ kind: 'word_or_phone', text: '4179123', digits: '4179123', isExact: false }]],
    ['anna 12', [word('anna'), word('12')]],
  ])('is a phone in any spelling: %s', (typed, terms) => {
    expect(parsed(typed).terms).toEqual(terms);
  });

  it.each(['statu:blocked', 'status:asleep', 'method:fax', 'last:soon', 'last:<d'])(
    'names what it cannot understand: %s',
    (typed) => {
      expect(parseUserSearch(typed)).toMatchObject({ kind: 'problem', part: typed });
    },
  );
});
