import { describe, expect, it } from '@jest/globals';
import { readUsersCsv } from './read-users-csv.ts';

const read = (text: string) => readUsersCsv(Buffer.from(text, 'utf8'));

describe('a CSV file of users', () => {
  it('fills a user from its columns, whatever their order and spelling', () => {
    const [row] = read(
      '\ufeffMail;User name;Aliases;First name;Groups;Phone;Language;Enabled;Default method\r\n' +
        'a@example.com;ALICE;CONTOSO\\alice|alice@contoso.example;"Anna; Maria";staff|vpn;+41 79 123 45 67;fr;no;totp\r\n',
    );
    expect(row).toMatchObject({ line: 2, userName: 'alice' });
    expect(row?.wanted).toMatchObject({
      fields: {
        userName: 'alice',
        aliases: ['contoso\\alice', 'alice@contoso.example'],
        firstName: 'Anna; Maria',
        groups: ['staff', 'vpn'],
        isEnabled: false,
        defaultMethod: 'totp',
        languages: { call: 'fr', text: 'fr', app: 'fr', oath: 'fr' },
      },
      phone: { number: '+41791234567', extension: '' },
    });
  });

  it('changes only what it has a column for', () => {
    const [row] = read('user_name,mail\nalice,\n');
    expect(row?.wanted?.changes).toEqual({ mail: '' });
  });

  it.each([
    ['a mail address', 'mail', 'nobody', 'mail address'],
    ['a phone', 'phone', '079 123', 'international'],
    ['a method', 'method', 'pigeon', 'one of'],
    ['a language', 'language', 'de', 'en or fr'],
    ['enabled', 'enabled', 'perhaps', 'yes or no'],
    ['a short password', 'password', 'short', 'shorter than 8'],
    ['an invisible sign', 'first_name', 'An\u202ena', 'invisible'],
    ['a long name', 'last_name', 'x'.repeat(300), '256'],
  ])('says what is wrong with %s', (_what, column, value, words) => {
    const [row] = read(`user_name,${column}\nalice,${value}\n`);
    expect(row?.problem).toContain(words);
    expect(row?.wanted).toBeUndefined();
  });

  it('says which line has too few values', () => {
    expect(read('user_name,mail\nalice,a@example.com\nbob\n')[1]).toMatchObject({
      line: 3,
      problem: expect.stringContaining('1 values'),
    });
  });

  it.each([
    ['nothing', '', 'empty'],
    ['a header alone', 'user_name\n', 'no users'],
    ['an unknown column', 'user_name,shoe size\nalice,42\n', 'shoe size'],
    ['no user name', 'mail\na@example.com\n', 'user_name'],
    ['a column twice', 'user_name,mail,email\na,b,c\n', 'same field'],
    ['too many lines', `user_name\n${'x\n'.repeat(20_001)}`, '20001'],
    [
      'too many passwords',
      `user_name,password\n${Array.from({ length: 501 }, (_, i) => `u${i},long enough\n`).join('')}`,
      '500 passwords',
    ],
  ])('is refused with %s', (_what, text, words) => {
    expect(() => read(text)).toThrow(words);
  });
});
