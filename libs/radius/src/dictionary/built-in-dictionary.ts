import { type AttributeHiding, type AttributeKind, Dictionary } from './dictionary.ts';
import { STANDARD_ATTRIBUTES, STANDARD_VALUES } from './standard-attributes.ts';
import { VENDOR_ATTRIBUTES } from './vendor-attributes.ts';

/** A new dictionary with the attributes of the RFCs and of the common VPN and network products. */
export function createBuiltInDictionary(): Dictionary {
  const dictionary = new Dictionary();
  addTable(dictionary, STANDARD_ATTRIBUTES);
  addTable(dictionary, VENDOR_ATTRIBUTES);
  for (const [attribute = '', ...pairs] of rows(STANDARD_VALUES)) {
    for (const pair of pairs) {
      const [name = '', value = ''] = pair.split('=');
      dictionary.addValue(attribute, name, BigInt(value));
    }
  }
  return dictionary;
}

function addTable(dictionary: Dictionary, table: string): void {
  let vendorId = 0;
  for (const [first = '', name = '', third = '', ...flags] of rows(table)) {
    if (first === 'vendor') {
      vendorId = Number(third);
      dictionary.addVendor({ id: vendorId, name, typeOctets: 1, lengthOctets: 1 });
      continue;
    }
    dictionary.addAttribute({
      name,
      vendorId,
      type: Number(first),
      kind: third as AttributeKind,
      hasTag: flags.includes('tag'),
      hiding: flags.find((flag): flag is AttributeHiding => flag !== 'tag'),
    });
  }
}

function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
}
