import { describe, expect, it } from '@jest/globals';
import { readOathCsv } from './read-oath-csv.ts';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const read = (text: string) => readOathCsv(Buffer.from(text, 'utf8'));

describe('an OATH CSV file', () => {
  it('holds serial number, secret and interval on each line', () => {
    const [first, second] = read(`1001,${SECRET},30\r\n\r\n1002,${SECRET.toLowerCase()},60\r\n`);
    expect(first).toMatchObject({ line: 1, serialNumber: '1001', kind: 'totp' });
    expect(first?.token?.secret.expose().toString()).toBe('12345678901234567890');
    expect(second).toMatchObject({ line: 3, token: { periodSeconds: 60, digits: 6, algorithm: 'SHA1' } });
  });

  it('means an event-based token by an interval of 0', () => {
    expect(read(`1001;${SECRET};0`)).toMatchObject([{ kind: 'hotp', token: { counter: 0 } }]);
  });

  it('may name its columns, in any order', () => {
    const text = `\ufeffUPN,Serial Number,Secret Key,Time Interval,Manufacturer,Model,Type,Counter,Digits,Algorithm
alice@contoso.example,1001,${SECRET},60,Acme,X1,,,8,SHA256
bob,1002,${SECRET},,Acme,X2,HOTP,41,,`;
    expect(read(text)).toMatchObject([
      {
        userName: 'alice@contoso.example',
        token: { kind: 'totp', digits: 8, algorithm: 'SHA256', manufacturer: 'Acme' },
      },
      { userName: 'bob', token: { kind: 'hotp', counter: 41, digits: 6 } },
    ]);
  });

  it.each([
    ['a secret that is not Base32', `1001,${SECRET}1,30`, 'Base32'],
    ['a short secret', '1001,GEZDGNBV,30', 'octets'],
    ['another interval', `1001,${SECRET},45`, '30 or 60'],
    ['no serial number', `,${SECRET},30`, 'serial number'],
    ['one value', '1001', 'values'],
    ['too many values', `1001,${SECRET},30,a,b,c,d`, 'values'],
  ])('says what is wrong with %s', (_what, text, words) => {
    const [line] = read(text);
    expect(line?.problem).toContain(words);
    expect(line?.problem).not.toContain(SECRET);
    expect(line?.token).toBeUndefined();
  });

  it.each([
    ['nothing', '', 'empty'],
    ['a header alone', 'serial,secret\n', 'no tokens'],
    ['an unknown column', 'serial,secret,colour\n1,2,3', 'colour'],
    ['a NUL', `1001,${SECRET},30\0`, 'NUL'],
    ['an open quote', `"1001,${SECRET},30`, 'quote'],
  ])('is refused with %s', (_what, text, words) => {
    expect(() => read(text)).toThrow(words);
  });

  it('is refused when it is not UTF-8', () => {
    expect(() => readOathCsv(Buffer.from([0x31, 0xff, 0xfe]))).toThrow('UTF-8');
  });
});
