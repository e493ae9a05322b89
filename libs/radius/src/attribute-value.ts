import type { AttributeKind, Dictionary, DictionaryAttribute } from './dictionary/dictionary.ts';
import { formatIpAddress, IPV4_LENGTH, IPV6_LENGTH, parseIpv4, parseIpv6 } from './ip-address.ts';
import { decodeUtf8 } from './packet.ts';

/** Reads the text of a value into its octets, and back. `undefined` means "not of this kind". */
interface ValueCodec {
  readonly parse: (text: string, names: ValueNames) => Buffer | undefined;
  readonly format: (octets: Buffer, names: ValueNames) => string | undefined;
}

interface ValueNames {
  readonly toNumber: (name: string) => bigint | undefined;
  readonly toName: (value: bigint) => string | undefined;
}

const HEX = /^0x((?:[0-9a-f]{2})*)$/i;
const NUMBER = /^(-?[0-9]{1,20}|0x[0-9a-f]{1,16})$/i;
const ETHER = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const codecs: Readonly<Record<AttributeKind, ValueCodec>> = {
  text: { parse: (text) => Buffer.from(text, 'utf8'), format: (octets) => decodeUtf8(octets) },
  octets: { parse: parseOctets, format: hex },
  integer: number(4, false),
  signed: number(4, true),
  integer64: number(8, false),
  byte: number(1, false),
  short: number(2, false),
  date: { parse: parseDate, format: formatDate },
  ipv4: { parse: parseIpv4, format: (octets) => (octets.length === IPV4_LENGTH ? formatIpAddress(octets) : undefined) },
  ipv6: { parse: parseIpv6, format: (octets) => (octets.length === IPV6_LENGTH ? formatIpAddress(octets) : undefined) },
  ipv6prefix: { parse: parseIpv6Prefix, format: formatIpv6Prefix },
  ifid: {
    parse: (text) => parseIpv6(`0:0:0:0:${text}`)?.subarray(8),
    format: (octets) => (octets.length === 8 ? (octets.toString('hex').match(/.{4}/g) ?? []).join(':') : undefined),
  },
  ether: {
    parse: (text) => (ETHER.test(text) ? Buffer.from(text.replace(/[:-]/g, ''), 'hex') : undefined),
    format: (octets) => (octets.length === 6 ? (octets.toString('hex').match(/../g) ?? []).join(':') : undefined),
  },
};

/** The octets of a value written as text; `undefined` when the text is not of the attribute's kind. */
export function parseValue(dictionary: Dictionary, attribute: DictionaryAttribute, text: string): Buffer | undefined {
  return codecs[attribute.kind].parse(text, namesOf(dictionary, attribute));
}

/** A value as text; octets that are not of the attribute's kind are shown as `0x…`, as everything opaque is. */
export function formatValue(dictionary: Dictionary, attribute: DictionaryAttribute, octets: Buffer): string {
  return codecs[attribute.kind].format(octets, namesOf(dictionary, attribute)) ?? hex(octets);
}

/** Octets as `0x…`. */
function hex(octets: Buffer): string {
  return `0x${octets.toString('hex')}`;
}

/** The octets of `0x…`; other text stands for its own UTF-8 octets. */
function parseOctets(text: string): Buffer | undefined {
  const digits = HEX.exec(text)?.[1];
  return digits === undefined ? Buffer.from(text, 'utf8') : Buffer.from(digits, 'hex');
}

function namesOf(dictionary: Dictionary, attribute: DictionaryAttribute): ValueNames {
  return {
    toNumber: (name) => dictionary.valueNumber(attribute, name),
    toName: (value) => dictionary.valueName(attribute, value),
  };
}

function number(length: 1 | 2 | 4 | 8, isSigned: boolean): ValueCodec {
  const bits = BigInt(length * 8);
  const lowest = isSigned ? -(1n << (bits - 1n)) : 0n;
  const highest = isSigned ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  return {
    parse: (text, names) => {
      const value = names.toNumber(text) ?? (NUMBER.test(text) ? BigInt(text) : undefined);
      if (value === undefined || value < lowest || value > highest) {
        return undefined;
      }
      return Buffer.from(
        BigInt.asUintN(length * 8, value)
          .toString(16)
          .padStart(length * 2, '0'),
        'hex',
      );
    },
    format: (octets, names) => {
      if (octets.length !== length) {
        return undefined;
      }
      const unsigned = BigInt(hex(octets));
      const value = isSigned ? BigInt.asIntN(length * 8, unsigned) : unsigned;
      return names.toName(value) ?? value.toString();
    },
  };
}

function parseDate(text: string, names: ValueNames): Buffer | undefined {
  return number(4, false).parse(INSTANT.test(text) ? `${Math.floor(Date.parse(text) / 1000)}` : text, names);
}

function formatDate(octets: Buffer): string | undefined {
  return octets.length === 4 ? new Date(octets.readUInt32BE(0) * 1000).toISOString().replace('.000', '') : undefined;
}

/** RFC 3162 §2.3: a reserved octet, the prefix length, then as many octets of the prefix as it needs. */
function parseIpv6Prefix(text: string): Buffer | undefined {
  const [address = '', bits = '', ...rest] = text.split('/');
  const octets = parseIpv6(address);
  if (octets === undefined || !/^[0-9]{1,3}$/.test(bits) || Number(bits) > 128 || rest.length > 0) {
    return undefined;
  }
  return Buffer.concat([Buffer.of(0, Number(bits)), octets.subarray(0, Math.ceil(Number(bits) / 8))]);
}

function formatIpv6Prefix(octets: Buffer): string | undefined {
  const bits = octets[1];
  if (bits === undefined || bits > 128 || octets.length > 2 + IPV6_LENGTH) {
    return undefined;
  }
  const address = Buffer.alloc(IPV6_LENGTH);
  octets.copy(address, 0, 2);
  return `${formatIpAddress(address)}/${bits}`;
}
