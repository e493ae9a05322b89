import { describe, expect, it } from '@jest/globals';
import { bindNameFor, escapeDnValue, searchFilterFor } from './bind-name.ts';

describe('bindNameFor', () => {
  it.each([
    ['alice', '{userName}@corp.example', 'alice@corp.example'],
    ['alice', 'CORP\\{userName}', 'CORP\\alice'],
    ['alice', 'uid={userName},ou=people,dc=corp', 'uid=alice,ou=people,dc=corp'],
  ])('puts %s into %s', (name, template, bindName) => {
    expect(bindNameFor(name, template)).toBe(bindName);
  });

  it.each(['alice@child.corp.example', 'CHILD\\alice'])('takes %s, which says its domain itself, as it is', (name) => {
    expect(bindNameFor(name, '{userName}@corp.example')).toBe(name);
  });

  it('keeps a mail address inside its RDN', () => {
    expect(bindNameFor('a@b,ou=admins', 'uid={userName},dc=corp')).toBe('uid=a@b\\,ou\\=admins,dc=corp');
  });

  it('does not read replacement patterns in a name', () => {
    expect(bindNameFor('$&$1', '{userName}@corp.example')).toBe('$&$1@corp.example');
  });

  it.each([
    ['an empty name', ''],
    ['a name with NUL', 'alice\0'],
    ['a name with a line feed', 'alice\n'],
    ['a name of 10 MB', 'a'.repeat(10_000_000)],
  ])('has no bind name for %s', (_, name) => {
    expect(bindNameFor(name, '{userName}@corp.example')).toBeUndefined();
    expect(searchFilterFor(name, '(uid={userName})')).toBeUndefined();
  });
});

describe('escapeDnValue', () => {
  it.each([
    ['Smith, John', 'Smith\\, John'],
    ['a+b"c\\d<e>f;g=h', 'a\\+b\\"c\\\\d\\<e\\>f\\;g\\=h'],
    ['#1', '\\#1'],
    [' both ', '\\ both\\ '],
    [' ', '\\ '],
    ['back\\ ', 'back\\\\\\ '],
    ['Söhne', 'Söhne'],
  ])('escapes %j', (value, escaped) => {
    expect(escapeDnValue(value)).toBe(escaped);
  });
});

describe('searchFilterFor', () => {
  it('escapes what would be part of the filter', () => {
    expect(searchFilterFor('a*)(uid=\\', '(uid={userName})')).toBe('(uid=a\\2a\\29\\28uid=\\5c)');
  });

  it('fills every place', () => {
    expect(searchFilterFor('a', '(|(uid={userName})(mail={userName}))')).toBe('(|(uid=a)(mail=a))');
  });
});
