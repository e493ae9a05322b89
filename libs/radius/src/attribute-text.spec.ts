import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAttribute, formatAttributes, parseAttributeText } from './attribute-text.ts';
import { formatValue, parseValue } from './attribute-value.ts';
import { createAccessRequest } from './client.ts';
import { createBuiltInDictionary } from './dictionary/built-in-dictionary.ts';
import type { AttributeKind, DictionaryAttribute } from './dictionary/dictionary.ts';
import { parse } from './parse.ts';
import { SharedSecret } from './shared-secret.ts';

const dictionary = createBuiltInDictionary();
const hexOf = (line: string) => Buffer.from(parseAttributeText(dictionary, line).value).toString('hex');

describe('parseAttributeText', () => {
  it.each([
    ['Filter-Id=staff', { type: 11 }, '7374616666'],
    ['filter-id := "staff"', { type: 11 }, '7374616666'],
    ['Cisco-AVPair="ip:a=\\"b\\""', { type: 1, vendor: { id: 9 } }, '69703a613d226222'],
    ['Tunnel-Private-Group-Id:1=42', { type: 81 }, '013432'],
    ['Tunnel-Private-Group-Id=42', { type: 81 }, '3432'],
    ['Tunnel-Type:1 = VLAN', { type: 64 }, '0100000d'],
    ['Tunnel-Medium-Type=IEEE-802', { type: 65 }, '00000006'],
    ['Service-Type=6', { type: 6 }, '00000006'],
    ['Session-Timeout=0xff', { type: 27 }, '000000ff'],
    ['Framed-IP-Address=10.0.0.1', { type: 8 }, '0a000001'],
    ['NAS-IPv6-Address=2001:db8::1', { type: 95 }, '20010db8000000000000000000000001'],
    ['Framed-IPv6-Prefix=2001:db8::/32', { type: 97 }, '002020010db8'],
    ['Class=0xdead', { type: 25 }, 'dead'],
    ['Event-Timestamp=2026-01-02T03:04:05Z', { type: 55 }, '695735a5'],
    ['Attr-250=0x0102', { type: 250 }, '0102'],
    ['Attr-26.9.1=0x61', { type: 1, vendor: { id: 9 } }, '61'],
    ['Tunnel-Password:3=top', { type: 69, hiding: 'salted', tag: 3 }, '746f70'],
  ])('reads %s', (line, shape, value) => {
    expect(parseAttributeText(dictionary, line)).toMatchObject(shape);
    expect(hexOf(line)).toBe(value);
  });

  it.each([
    ['staff', 'not of the form'],
    ['No-Such=1', 'no dictionary'],
    ['Session-Timeout=soon', 'not of the kind "integer"'],
    ['Session-Timeout=4294967296', 'not of the kind'],
    ['Session-Timeout=-1', 'not of the kind'],
    ['Framed-IP-Address=10.0.0.256', 'not of the kind'],
    ['Filter-Id:1=x', 'has no tag'],
    ['Tunnel-Type:32=VLAN', 'a tag is'],
    ['Filter-Id="x', 'quotation marks'],
    [`Filter-Id=${'x'.repeat(254)}`, '253 fit'],
    [`Cisco-AVPair=${'x'.repeat(248)}`, '247 fit'],
    [`Tunnel-Password=${'x'.repeat(240)}`, 'at most 239'],
    ['Attr-0=1', 'no dictionary'],
    ['Attr-256=1', 'no dictionary'],
    ['Attr-26.9.256=0x61', 'past 255'],
  ])('refuses %s', (line, why) => {
    expect(() => parseAttributeText(dictionary, line)).toThrow(why);
  });

  it('refuses any text with a DomainError and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (line) => {
        try {
          parseAttributeText(dictionary, line);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_request' });
        }
      }),
    );
  });
});

describe('values', () => {
  const samples: Readonly<Record<AttributeKind, readonly [string, string]>> = {
    text: ['héllo', '68c3a96c6c6f'],
    octets: ['0x00ff', '00ff'],
    integer: ['4294967295', 'ffffffff'],
    signed: ['-2', 'fffffffe'],
    integer64: ['18446744073709551615', 'ffffffffffffffff'],
    byte: ['255', 'ff'],
    short: ['65535', 'ffff'],
    date: ['2026-01-02T03:04:05Z', '695735a5'],
    ipv4: ['192.168.0.1', 'c0a80001'],
    ipv6: ['fe80::1', 'fe800000000000000000000000000001'],
    ipv6prefix: ['2001:db8::/33', '002120010db800'],
    ifid: ['0001:0002:0003:0004', '0001000200030004'],
    ether: ['00:11:22:aa:bb:cc', '001122aabbcc'],
  };

  it.each(Object.entries(samples))('go from text to octets and back: %s', (kind, [text, octets]) => {
    const attribute: DictionaryAttribute = {
      name: 'Any',
      vendorId: 0,
      type: 250,
      kind: kind as AttributeKind,
      hasTag: false,
      hiding: undefined,
    };
    const parsed = parseValue(dictionary, attribute, text);
    expect(parsed?.toString('hex')).toBe(octets);
    expect(formatValue(dictionary, attribute, parsed ?? Buffer.alloc(0))).toBe(text);
    // Octets that are no value of the kind are shown raw.
    expect(formatValue(dictionary, attribute, Buffer.from('ffffff', 'hex'))).toBe('0xffffff');
  });
});

describe('formatAttributes', () => {
  it('shows names, values by name, tags and vendors, and hides passwords', () => {
    const lines = ['Service-Type=Framed-User', 'Tunnel-Private-Group-Id:1=42', 'Cisco-AVPair=a=b', 'Attr-250=0x01'];
    const request = createAccessRequest({
      identifier: 1,
      secret: SharedSecret.fromText('s'),
      userName: 'alice',
      password: 'pw',
      attributes: lines.map((line) => parseAttributeText(dictionary, line)),
    });
    const parsed = parse(request.octets);
    const texts = parsed.kind === 'packet' ? formatAttributes(dictionary, parsed.packet) : [];
    expect(
      texts.slice(1).map(({ name, tag, value }) => `${name}${tag === undefined ? '' : `:${tag}`}=${value}`),
    ).toEqual(['User-Name=alice', 'User-Password=<hidden>', ...lines]);
  });

  it('shows a tagged number without its tag', () => {
    const tunnelType = dictionary.attributeByName('Tunnel-Type') as DictionaryAttribute;
    expect(formatAttribute(dictionary, tunnelType, Buffer.of(1, 0, 0, 13))).toEqual({
      name: 'Tunnel-Type',
      tag: 1,
      value: 'VLAN',
    });
    expect(formatAttribute(dictionary, tunnelType, Buffer.of(0, 0, 0, 13)).tag).toBeUndefined();
  });
});
