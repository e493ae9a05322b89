import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv-line.ts';

describe('a line of CSV', () => {
  it('quotes what has a separator, a quote or a line break in it', () => {
    expect(csvLine(['a', 'b;c', 'd"e', 'f\ng', ' h'], ';')).toBe('a;"b;c";"d""e";"f\ng";" h"\r\n');
  });

  it.each(['=1+1', '+41791234567', '-2', '@SUM(A1)', '\tx', '\rx'])('keeps a spreadsheet from running %j', (value) => {
    expect(csvLine([value], ',')).toMatch(/^"?'/);
  });
});
