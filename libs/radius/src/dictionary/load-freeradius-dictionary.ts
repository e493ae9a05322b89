import { DomainError } from '@countersign/errors';
import type {
  AttributeHiding,
  AttributeKind,
  Dictionary,
  DictionaryAttribute,
  DictionaryVendor,
} from './dictionary.ts';

/** What the text of a dictionary held, and what of it we leave alone. */
export interface LoadedDictionary {
  readonly attributes: number;
  readonly values: number;
  /** Files named by `$INCLUDE`, for the caller to read; this library opens no files. */
  readonly includes: readonly string[];
}

/** Kinds under the names that dictionary files use. A kind that is not here is read as `octets`. */
const KINDS: Readonly<Record<string, AttributeKind>> = {
  string: 'text',
  text: 'text',
  octets: 'octets',
  integer: 'integer',
  uint32: 'integer',
  signed: 'signed',
  int32: 'signed',
  integer64: 'integer64',
  uint64: 'integer64',
  byte: 'byte',
  uint8: 'byte',
  short: 'short',
  uint16: 'short',
  date: 'date',
  ipaddr: 'ipv4',
  ipv4addr: 'ipv4',
  ipv6addr: 'ipv6',
  ipv6prefix: 'ipv6prefix',
  ifid: 'ifid',
  ether: 'ether',
};

const HIDINGS: Readonly<Record<string, AttributeHiding>> = { 'encrypt=1': 'user-password', 'encrypt=2': 'salted' };

interface Loading {
  readonly dictionary: Dictionary;
  vendor: DictionaryVendor | undefined;
  /** Depth inside BEGIN-TLV or an extended space, whose members have numbers of their own that we do not resolve. */
  nestedDepth: number;
  attributes: number;
  values: number;
  readonly includes: string[];
}

type Keyword = (loading: Loading, fields: readonly string[], line: number) => void;

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  ATTRIBUTE: addAttribute,
  VALUE: addValue,
  VENDOR: addVendor,
  'BEGIN-VENDOR': (loading, fields, line) => {
    // "BEGIN-VENDOR name parent=…": an extended vendor space (RFC 6929), opaque to us.
    if (fields[2]?.startsWith('parent=') === true) {
      loading.nestedDepth += 1;
    } else {
      loading.vendor = vendorOf(loading, fields[1], line);
    }
  },
  'END-VENDOR': (loading) => {
    if (loading.nestedDepth > 0) {
      loading.nestedDepth -= 1;
    } else {
      loading.vendor = undefined;
    }
  },
  'BEGIN-TLV': (loading) => {
    loading.nestedDepth += 1;
  },
  'END-TLV': (loading) => {
    loading.nestedDepth -= 1;
  },
  $INCLUDE: (loading, fields) => {
    loading.includes.push(fields[1] ?? '');
  },
  PROTOCOL: () => {},
};

/**
 * Adds the entries of a dictionary file in FreeRADIUS's format to `dictionary`. Members of TLVs and of extended spaces
 * (numbers with a dot) are left out: such attributes are opaque to us. Anything else that cannot be read is refused
 * with `invalid_request`, which names the line.
 */
export function loadFreeRadiusDictionary(dictionary: Dictionary, text: string): LoadedDictionary {
  const loading: Loading = { dictionary, vendor: undefined, nestedDepth: 0, attributes: 0, values: 0, includes: [] };
  text.split(/\r?\n/).forEach((raw, index) => {
    const fields = raw.replace(/#.*/, '').trim().split(/\s+/);
    const keyword = fields[0] ?? '';
    if (keyword === '') {
      return;
    }
    const act = Object.hasOwn(KEYWORDS, keyword.toUpperCase()) ? KEYWORDS[keyword.toUpperCase()] : undefined;
    if (act === undefined) {
      throw refused(index + 1, `"${keyword.slice(0, 40)}" is not a keyword`);
    }
    act(loading, fields, index + 1);
  });
  return { attributes: loading.attributes, values: loading.values, includes: loading.includes };
}

function addAttribute(loading: Loading, fields: readonly string[], line: number): void {
  const [, name, number, kind, flags = ''] = fields;
  if (name === undefined || number === undefined || kind === undefined) {
    throw refused(line, 'ATTRIBUTE needs a name, a number and a type');
  }
  if (loading.nestedDepth > 0 || number.includes('.')) {
    return;
  }
  const vendorId = vendorIdOf(loading, flags);
  const type = parseNumber(number, line);
  // Without a vendor, numbers past an octet are the server's internal ones; they never travel.
  if (vendorId === 0 && type > 255n) {
    return;
  }
  loading.dictionary.addAttribute({ name, vendorId, type: Number(type), kind: kindOf(kind), ...readFlags(flags) });
  loading.attributes += 1;
}

/** The vendor of the block, or, in old files, the one named behind the type. */
function vendorIdOf({ vendor, dictionary }: Loading, flags: string): number {
  return (vendor ?? dictionary.vendorByName(flags))?.id ?? 0;
}

function kindOf(text: string): AttributeKind {
  const name = text.toLowerCase().replace(/\[.*/, '');
  return (Object.hasOwn(KINDS, name) ? KINDS[name] : undefined) ?? 'octets';
}

function readFlags(text: string): Pick<DictionaryAttribute, 'hasTag' | 'hiding'> {
  const options = text.split(',');
  const hidden = options.find((option) => Object.hasOwn(HIDINGS, option));
  return { hasTag: options.includes('has_tag'), hiding: hidden === undefined ? undefined : HIDINGS[hidden] };
}

function addValue(loading: Loading, fields: readonly string[], line: number): void {
  const [, attribute, name, value] = fields;
  if (attribute === undefined || name === undefined || value === undefined) {
    throw refused(line, 'VALUE needs an attribute, a name and a number');
  }
  loading.dictionary.addValue(attribute, name, parseNumber(value, line));
  loading.values += 1;
}

function addVendor(loading: Loading, fields: readonly string[], line: number): void {
  const [, name, number, format = 'format=1,1'] = fields;
  if (name === undefined || number === undefined) {
    throw refused(line, 'VENDOR needs a name and a number');
  }
  const shape = /^format=([124]),([012])(,c)?$/.exec(format);
  if (shape === null) {
    throw refused(line, `"${format.slice(0, 40)}" is not a vendor format`);
  }
  loading.dictionary.addVendor({
    id: Number(parseNumber(number, line)),
    name,
    typeOctets: Number(shape[1]) as 1 | 2 | 4,
    lengthOctets: Number(shape[2]) as 0 | 1 | 2,
  });
}

function vendorOf(loading: Loading, name: string | undefined, line: number): DictionaryVendor {
  const vendor = name === undefined ? undefined : loading.dictionary.vendorByName(name);
  if (vendor === undefined) {
    throw refused(line, `BEGIN-VENDOR names "${(name ?? '').slice(0, 40)}", which no VENDOR line defined`);
  }
  return vendor;
}

function parseNumber(text: string, line: number): bigint {
  if (!/^(0x[0-9a-f]{1,16}|[0-9]{1,20})$/i.test(text)) {
    throw refused(line, `"${text.slice(0, 40)}" is not a number`);
  }
  return BigInt(text);
}

function refused(line: number, why: string): DomainError {
  return new DomainError('invalid_request', `Dictionary line ${line}: ${why}. Correct the line or remove it.`, {
    field: `line ${line}`,
  });
}
