import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import * as field from './fields.ts';
import { formatHostPort, parseHostPort } from './host-port.ts';

/** The value, or the complaints. */
function read(schema: z.core.$ZodType, text: string | undefined): unknown {
  const result = z.safeParse(schema, text);
  return result.success ? result.data : result.error.issues.map(({ message }) => message).join('; ');
}

describe('fields', () => {
  it.each(['true', 'TRUE', '1', 'yes', 'on'])('reads %s as true', (word) => {
    expect(read(field.booleanFlag(), word)).toBe(true);
  });

  it.each(['false', '0', 'no', 'off'])('reads %s as false', (word) => {
    expect(read(field.booleanFlag(), word)).toBe(false);
  });

  it.each(['', '1.5', '0x10', '1e3', 'ten', '99999999999999999999'])(
    'does not take "%s" for a whole number',
    (text) => {
      expect(read(field.integer(), text)).toBe('must be a whole number');
    },
  );

  it('reads every whole number in the range and none outside', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 2000 }), (number) => {
        const isInside = number >= -5 && number <= 1000;
        expect(typeof read(field.integer({ min: -5, max: 1000 }), String(number)) === 'number').toBe(isInside);
      }),
    );
  });

  it('reads one of the words only', () => {
    const colour = field.choice(['red', 'green']);
    expect([read(colour, 'red'), read(colour, 'Red')]).toEqual(['red', 'must be one of red, green']);
  });

  it('reads a list without empty entries', () => {
    expect(read(field.list(), ' a, ,b,')).toEqual(['a', 'b']);
  });

  it('reads a host with the default port, and needs a port without one', () => {
    expect(read(field.hostPort({ defaultPort: 636 }), 'dc1.example')).toEqual({ host: 'dc1.example', port: 636 });
    expect(read(field.hostPort(), 'dc1.example')).toBe('must be host:port');
  });

  it('says which entry of a list is wrong', () => {
    expect(read(field.hostPortList(), 'a:1,b')).toBe('has "b", which is not host:port');
    expect(read(field.hostPortList(), ' , ')).toContain('at least one');
  });

  it('checks that a file is there', () => {
    expect(read(field.filePath(), '/nowhere/at/all')).toContain('does not exist');
    expect(read(field.filePath(), import.meta.filename)).toBe(import.meta.filename);
    expect(read(field.filePath({ mustExist: false }), '/nowhere/at/all')).toBe('/nowhere/at/all');
  });

  it('reads a URL of the allowed kinds only', () => {
    expect(read(field.url(), 'https://a.example/x')).toBe('https://a.example/x');
    expect(read(field.url(), 'http://a.example/x')).toBe('must be a URL that begins with https://');
    expect(read(field.url(), 'a.example')).toContain('must be a URL');
  });

  it('reads a key of exactly the right length', () => {
    const key = Buffer.alloc(32, 7);
    const schema = z.object({ K: field.base64Key({ octets: 32 }) });
    expect(schema.parse({ K: key.toString('base64') }).K.expose()).toEqual(key);
    expect(read(field.base64Key({ octets: 32 }), Buffer.alloc(31).toString('base64'))).toContain('it holds 31');
    expect(read(field.base64Key({ octets: 32 }), `${key.toString('base64')}!`)).toBe('must be base64');
  });
});

describe('parseHostPort', () => {
  it.each([
    ['::1:443'],
    ['host:0'],
    ['host:65536'],
    ['host:'],
    ['host name:1'],
    [':1'],
    ['[::1'],
    ['http://host:1'],
    [''],
  ])('refuses %s', (text) => {
    expect(parseHostPort(text)).toBeUndefined();
  });

  it('reads what formatHostPort writes', () => {
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
        expect(parseHostPort(formatHostPort({ host: name, port }))).toEqual({ host: name, port });
      }),
    );
  });
});
