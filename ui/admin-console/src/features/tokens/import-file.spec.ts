import { describe, expect, it } from '@jest/globals';
import { errorsCsv } from './import-file.ts';

const good = { line: 2, serialNumber: 'A1', kind: 'totp', userName: '', problem: '' };
const bad = { line: 3, serialNumber: 'A2', kind: 'totp', userName: '', problem: 'The secret is not "Base32".' };
const plan = { rows: [good, bad], added: 0, failed: 1 };
const file = { name: 't.csv', contentBase64: '' };

describe('errorsCsv', () => {
  it('gives the bad lines as they were uploaded, with the same columns and the problem', () => {
    const text = 'serial_number,secret\nA1,AAAA\nA2,not base32\n';
    expect(errorsCsv(plan, { ...file, format: 'oath_csv', text })).toBe(
      'serial_number,secret,problem\r\nA2,not base32,"The secret is not ""Base32""."\r\n',
    );
  });

  it('keeps the separator of the file', () => {
    const text = 'serial_number;secret\r\nA1;AAAA\r\nA2;x\r\n';
    expect(errorsCsv(plan, { ...file, format: 'oath_csv', text })).toContain('serial_number;secret;problem\r\nA2;x;"');
  });

  it('says of another file what is known, and lets no cell become a formula', () => {
    const rows = [{ ...bad, serialNumber: '=HYPERLINK("x")' }];
    expect(errorsCsv({ ...plan, rows }, { ...file, format: 'pskc', text: '' })).toContain(`"'=HYPERLINK(""x"")"`);
  });
});
