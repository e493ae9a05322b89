import { describe, expect, it } from '@jest/globals';
import { toCsv } from './csv.ts';

describe('CSV for spreadsheets', () => {
  it('quotes what would break a line, and lets no cell be a formula', () => {
    const text = toCsv(
      ['user', 'note'],
      [
        ['=cmd()', 'a;b'],
        ['-12.5', '"x"\nnext'],
        ['@sum', '+33 6'],
      ],
    );
    expect(text).toBe(`\ufeffuser;note\r\n'=cmd();"a;b"\r\n-12.5;"""x""\nnext"\r\n'@sum;'+33 6\r\n`);
  });
});
