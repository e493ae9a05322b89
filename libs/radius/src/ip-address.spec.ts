import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatIpAddress, parseIpAddress, parseIpv4, parseIpv6 } from './ip-address.ts';

describe('IP addresses', () => {
  it('survive the way to text and back', () => {
    fc.assert(fc.property(fc.ipV4(), (text) => expect(formatIpAddress(parseIpv4(text) ?? Buffer.alloc(0))).toBe(text)));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (octets) => {
        expect(parseIpv6(formatIpAddress(octets) ?? '')).toEqual(Buffer.from(octets));
      }),
    );
    fc.assert(fc.property(fc.ipV6(), (text) => expect(parseIpv6(text)).toHaveLength(16)));
  });

  it.each([
    ['0:0:0:0:0:0:0:1', '::1'],
    ['2001:0db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['1::', '1::'],
  ])('write %s as RFC 5952 recommends', (text, canonical) => {
    expect(formatIpAddress(parseIpv6(text) ?? Buffer.alloc(0))).toBe(canonical);
  });

  it('treat ::ffff:a.b.c.d as the IPv4 address it is', () => {
    expect(parseIpAddress('::ffff:127.0.0.1')).toEqual(Buffer.of(127, 0, 0, 1));
    expect(parseIpAddress('::ffff:7f00:1')).toEqual(Buffer.of(127, 0, 0, 1));
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.-4',
    ' 1.2.3.4',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7::8',
    '1.2.3.4::',
    'fe80::1%eth0',
  ])('refuse %j', (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });
});
