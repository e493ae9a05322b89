import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { networkContains, networkText, parseAddress, parseNetwork } from './network.ts';

describe('a network', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.0/25', '192.0.2.128', false],
    ['10.0.0.0/9', '10.127.255.255', true],
    ['10.0.0.0/9', '10.128.0.0', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '203.0.113.9', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['2001:DB8::1', '2001:db8:0:0::1', true],
    ['192.0.2.0/24', '::ffff:192.0.2.9', true],
    ['::ffff:192.0.2.0/120', '192.0.2.9', true],
    ['::ffff:c000:200/120', '192.0.3.9', false],
  ])('%s, asked about %s, says %s', (cidr, address, expected) => {
    expect(networkContains(cidr, address)).toBe(expected);
  });

  it.each([
    '',
    'alice',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.01',
    '192.0.2.1 ',
    '1:2:3',
    ':::',
    '::1%eth0',
    '12345::',
    '::ffff:192.0.2',
    '1::2::3',
  ])('contains no address %j', (address) => {
    expect(networkContains('0.0.0.0/0', address) || networkContains('::/0', address)).toBe(false);
  });

  it.each([
    '',
    '/',
    '192.0.2.0/',
    '192.0.2.0/33',
    '192.0.2.0/-1',
    '192.0.2.0/024',
    '192.0.2.0/24/24',
    '192.0.2.1/24',
    '2001:db8::1/64',
    '::/129',
    '::ffff:0:0/95',
    '192.0.2.0/1e1',
  ])('that is written %j is unreadable and contains nothing', (cidr) => {
    expect(parseNetwork(cidr)).toBeUndefined();
    expect(networkContains(cidr, '192.0.2.1')).toBe(false);
  });

  it('that has bits set past its prefix is shown as it was meant', () => {
    expect(networkText('192.0.2.77/24')).toBe('192.0.2.0/24');
    expect(networkText('2001:db8:0:1::7/64')).toBe('2001:db8:0:1::/64');
    expect(networkText('::ffff:192.0.2.77/120')).toBe('192.0.2.0/24');
    expect(networkText('nonsense')).toBeUndefined();
  });

  it('contains exactly the addresses that share its first bits', () => {
    const octets = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }).filter((address) => address[0] !== 0),
    );
    const bitsOf = (address: Uint8Array) => Array.from(address, (octet) => octet.toString(2).padStart(8, '0')).join('');
    const textOf = (address: Uint8Array) =>
      address.length === 4
        ? address.join('.')
        : Array.from({ length: 8 }, (_, group) =>
            Buffer.from(address)
              .readUInt16BE(group * 2)
              .toString(16),
          ).join(':');
    fc.assert(
      fc.property(octets, fc.nat(128), fc.nat(127), (address, anyPrefix, flipped) => {
        const prefix = anyPrefix % (address.length * 8 + 1);
        const other = Uint8Array.from(address);
        const bit = flipped % (address.length * 8);
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
        fc.pre(other.length === 4 || other[0] !== 0);
        const cidr = networkText(`${textOf(address)}/${prefix}`) ?? '';
        const isSame = bitsOf(other).slice(0, prefix) === bitsOf(address).slice(0, prefix);
        expect(networkContains(cidr, textOf(address))).toBe(true);
        expect(networkContains(cidr, textOf(other))).toBe(isSame);
        expect(networkText(cidr)).toBe(cidr);
      }),
      { numRuns: 500 },
    );
  });

  it('knows the text forms of one address', () => {
    const forms = ['2001:db8:0:0:0:0:0:1', '2001:DB8::1', '2001:0db8::0001', '2001:db8::0.0.0.1'];
    expect(new Set(forms.map((form) => String(parseAddress(form)))).size).toBe(1);
    expect(parseAddress('::')).toEqual(new Uint8Array(16));
    expect(parseAddress('1:2:3:4:5:6:7::')).toHaveLength(16);
    expect(parseAddress('1:2:3:4:5:6:7:8::')).toBeUndefined();
  });
});
