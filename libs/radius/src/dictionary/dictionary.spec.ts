import { describe, expect, it } from '@jest/globals';
import { ATTRIBUTE_KINDS } from './dictionary.ts';
import { createBuiltInDictionary } from './built-in-dictionary.ts';
import { loadFreeRadiusDictionary } from './load-freeradius-dictionary.ts';

describe('the built-in dictionary', () => {
  const dictionary = createBuiltInDictionary();

  it('has only kinds and numbers that exist, and every name once', () => {
    const attributes = [...dictionary.attributes()];
    expect(attributes.length).toBeGreaterThan(150);
    for (const { name, type, kind } of attributes) {
      expect(ATTRIBUTE_KINDS).toContain(kind);
      expect(type >= 1 && type <= 255).toBe(true);
      expect(dictionary.attributeByName(name)?.type).toBe(type);
    }
    expect(new Set(attributes.map(({ name }) => name)).size).toBe(attributes.length);
  });

  it('finds names whatever their case, numbers and values', () => {
    const serviceType = dictionary.attributeByName('SERVICE-TYPE');
    expect(dictionary.attributeByNumber(311, 16)?.name).toBe('MS-MPPE-Send-Key');
    expect(serviceType && dictionary.valueNumber(serviceType, 'framed-user')).toBe(2n);
    expect(serviceType && dictionary.valueName(serviceType, 17n)).toBe('Authorize-Only');
    expect(dictionary.vendorByName('paloalto')?.id).toBe(25461);
  });
});

describe('loadFreeRadiusDictionary', () => {
  const text = [
    '# a comment',
    'VENDOR\t\tAcme\t\t9999\tformat=2,1',
    'BEGIN-VENDOR\tAcme',
    'ATTRIBUTE\tAcme-Role\t1\tstring\thas_tag',
    'ATTRIBUTE\tAcme-Level\t0x102\tinteger\t# trailing',
    'ATTRIBUTE\tAcme-Key\t3\toctets\tencrypt=2',
    'VALUE\tAcme-Level\tHigh\t7',
    'BEGIN-TLV\tAcme-Thing',
    'ATTRIBUTE\tAcme-Inner\t1\tstring',
    'END-TLV\tAcme-Thing',
    'END-VENDOR\tAcme',
    'ATTRIBUTE\tLocal-Thing\t240\tipaddr',
    'ATTRIBUTE\tInternal-Thing\t3000\tstring',
    '$INCLUDE dictionary.more',
  ].join('\r\n');

  it('adds vendors, attributes, flags and values, and names the files to read', () => {
    const dictionary = createBuiltInDictionary();
    expect(loadFreeRadiusDictionary(dictionary, text)).toEqual({
      attributes: 4,
      values: 1,
      includes: ['dictionary.more'],
    });
    expect(dictionary.vendorById(9999)).toEqual({ id: 9999, name: 'Acme', typeOctets: 2, lengthOctets: 1 });
    expect(dictionary.attributeByName('Acme-Role')).toMatchObject({ vendorId: 9999, type: 1, hasTag: true });
    expect(dictionary.attributeByName('Acme-Level')).toMatchObject({ type: 0x102, kind: 'integer' });
    expect(dictionary.attributeByName('Acme-Key')).toMatchObject({ hiding: 'salted' });
    expect(dictionary.attributeByName('Local-Thing')).toMatchObject({ vendorId: 0, kind: 'ipv4' });
    expect(dictionary.attributeByName('Acme-Inner')).toBeUndefined();
    expect(dictionary.attributeByName('Internal-Thing')).toBeUndefined();
  });

  it.each([
    ['NONSENSE x', 'line 1: "NONSENSE" is not a keyword'],
    ['ATTRIBUTE x', 'line 1: ATTRIBUTE needs'],
    ['\nATTRIBUTE x y string', 'line 2: "y" is not a number'],
    ['VALUE a b', 'line 1: VALUE needs'],
    ['VENDOR a', 'line 1: VENDOR needs'],
    ['VENDOR a 1 format=9,9', 'is not a vendor format'],
    ['BEGIN-VENDOR Nobody', 'which no VENDOR line defined'],
    ['__proto__ x', 'is not a keyword'],
  ])('refuses %j and names the line', (line, why) => {
    expect(() => loadFreeRadiusDictionary(createBuiltInDictionary(), line)).toThrow(why);
  });
});
