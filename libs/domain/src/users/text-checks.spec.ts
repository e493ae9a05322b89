import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Parsed } from '../problem.ts';
import { checkPassword, isWellFormed, parseMail, parseText } from './text-checks.ts';

const codeOf = (parsed: Parsed<string>) => (parsed.kind === 'valid' ? 'valid' : parsed.problems[0]?.code);
const limits = { field: 'first_name', maximumLength: 20 };

describe('a line of text', () => {
  it('is kept without its outer spaces, its accents joined', () => {
    expect(parseText('  Rene\u0301 O’Neill ', limits)).toEqual({ kind: 'valid', value: 'René O’Neill' });
    expect(parseText('', limits)).toEqual({ kind: 'valid', value: '' });
  });

  it.each([
    ['a NUL', 'a\0b', 'control_character'],
    ['a line end', 'a\r\nb', 'control_character'],
    ['a line separator', 'a\u2028b', 'control_character'],
    ['a lone surrogate', 'a\ud83d', 'malformed_text'],
    ['21 characters', 'a'.repeat(21), 'too_long'],
    ['ten megabytes', 'a'.repeat(10_000_000), 'too_long'],
  ])('with %s is a problem', (_, text, code) => {
    expect(codeOf(parseText(text, limits))).toBe(code);
  });

  it('may be required, and its problem names the field', () => {
    expect(parseText(' ', { ...limits, isRequired: true })).toEqual({
      kind: 'invalid',
      problems: [{ field: 'first_name', code: 'missing', message: 'first_name is empty.' }],
    });
  });

  it('is well formed exactly when UTF-8 gives it back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'é', '😀', '\ud83d', '\ude00', '\0')), (characters) => {
        const text = characters.join('');
        expect(isWellFormed(text)).toBe(Buffer.from(text, 'utf8').toString('utf8') === text);
      }),
    );
  });
});

describe('a mail address', () => {
  it.each(['', 'alice@example.com', 'a.b+c@mail.example.co.uk', 'jérôme@exämple.fr', 'root@localhost', "o'neill@x.ie"])(
    'may be %j',
    (mail) => {
      expect(codeOf(parseMail(mail))).toBe('valid');
    },
  );

  it.each([
    'alice',
    '@x.com',
    'alice@',
    'a@b@',
    'a b@x.com',
    '.a@x.com',
    'a..b@x.com',
    'a@x..com',
    'a@-x.com',
    'a@x.com,b@x.com',
    '<a@x.com>',
    `${'a'.repeat(65)}@x.com`,
  ])('is not %j', (mail) => {
    expect(codeOf(parseMail(mail))).toBe('not_an_address');
  });

  it('holds no line end that could add a header to a message', () => {
    expect(codeOf(parseMail('a@x.com\r\nBcc: b@x.com'))).toBe('control_character');
  });
});

describe('a password that is set here', () => {
  it.each([
    ['1234567', 'too_short'],
    ['', 'too_short'],
    ['😀😀😀😀', 'too_short'],
    ['secret\0word', 'control_character'],
    ['secretword\ud800', 'malformed_text'],
    ['é'.repeat(513), 'too_long'],
    ['a'.repeat(10_000_000), 'too_long'],
  ])('is refused: case %#', (password, code) => {
    expect(checkPassword(password).map((problem) => problem.code)).toEqual([code]);
  });

  it('may be any text of eight characters to 1024 octets, and no problem repeats it', () => {
    expect(checkPassword('correct horse')).toEqual([]);
    expect(checkPassword('é'.repeat(512))).toEqual([]);
    expect(JSON.stringify(checkPassword('hunter2'))).not.toContain('hunter2');
  });
});
