import { DomainError } from '@countersign/errors';
import type { AttributeToSend } from './attribute-to-send.ts';
import { formatValue, parseValue } from './attribute-value.ts';
import { AttributeType, MAX_VALUE_LENGTH } from './codes.ts';
import type { AttributeHiding, Dictionary, DictionaryAttribute } from './dictionary/dictionary.ts';
import type { RadiusPacket } from './packet.ts';
import { MAX_PASSWORD_LENGTH } from './user-password.ts';
import { readVendorSpecific, type VendorShape } from './vendor-specific.ts';

/** An attribute as a person reads it. */
export interface AttributeText {
  /** `Filter-Id`, or `Attr-250` and `Attr-26.9.77` for what no dictionary names. */
  readonly name: string;
  /** The tag of RFC 2868, where there is one. */
  readonly tag: number | undefined;
  readonly value: string;
}

const LINE = /^([A-Za-z0-9][A-Za-z0-9_./-]*)(?::([0-9]{1,2}))?\s*(?::=|\+=|=)\s*(.*)$/s;
const BY_NUMBER = /^Attr-(?:26\.([0-9]{1,10})\.)?([0-9]{1,10})$/i;
const MAX_TAG = 0x1f;
const HIDDEN = '<hidden>';
const VENDOR_ID_LENGTH = 4;
const ONE_OCTET_EACH: VendorShape = { typeOctets: 1, lengthOctets: 1 };

/**
 * Reads `Name=value`, as in `Filter-Id=staff`, `Cisco-AVPair="ip:addr-pool=vpn"`, `Tunnel-Private-Group-Id:1=42`,
 * `Attr-26.9.1=0x61`. Throws `DomainError('invalid_request')` that says what is wrong.
 */
export function parseAttributeText(dictionary: Dictionary, line: string): AttributeToSend {
  const [, name = '', tagText, raw = ''] = LINE.exec(line.trim()) ?? [];
  if (name === '') {
    throw refused(line, 'it is not of the form Name=value');
  }
  const attribute = dictionary.attributeByName(name) ?? attributeByNumber(dictionary, name);
  if (attribute === undefined) {
    throw refused(line, 'no dictionary has an attribute of this name');
  }
  const value = parseValue(dictionary, attribute, unquote(raw, line));
  if (value === undefined) {
    throw refused(line, `the value is not of the kind "${attribute.kind}"`);
  }
  const tag = tagText === undefined ? undefined : Number(tagText);
  return toSend(dictionary, attribute, value, checkTag(attribute, tag, line), line);
}

/** One attribute of a packet as text; Vendor-Specific as whole. Hidden values are not shown. */
export function formatAttribute(dictionary: Dictionary, attribute: DictionaryAttribute, value: Buffer): AttributeText {
  if (attribute.hiding !== undefined) {
    return { name: attribute.name, tag: undefined, value: HIDDEN };
  }
  if (!attribute.hasTag || value.length === 0 || (value[0] as number) > MAX_TAG) {
    return { name: attribute.name, tag: undefined, value: formatValue(dictionary, attribute, value) };
  }
  const tag = value[0] === 0 ? undefined : value[0];
  const plain = attribute.kind === 'integer' ? withoutTag(value) : value.subarray(1);
  return { name: attribute.name, tag, value: formatValue(dictionary, attribute, plain) };
}

/** All attributes of a packet as text, in order, with the sub-attributes of vendors in the place of their container. */
export function formatAttributes(dictionary: Dictionary, packet: RadiusPacket): AttributeText[] {
  const lines: AttributeText[] = [];
  for (const { type, value } of packet.attributes()) {
    const inner = type === AttributeType.vendorSpecific ? readVendorSpecific(value, dictionary) : [];
    if (inner.length === 0) {
      lines.push(formatAttribute(dictionary, attributeOf(dictionary, 0, type), value));
    }
    for (const each of inner) {
      lines.push(formatAttribute(dictionary, attributeOf(dictionary, each.vendorId, each.type), each.value));
    }
  }
  return lines;
}

function attributeOf(dictionary: Dictionary, vendorId: number, type: number): DictionaryAttribute {
  return dictionary.attributeByNumber(vendorId, type) ?? unnamed(vendorId, type);
}

function attributeByNumber(dictionary: Dictionary, name: string): DictionaryAttribute | undefined {
  const match = BY_NUMBER.exec(name);
  const vendorId = Number(match?.[1] ?? 0);
  const type = Number(match?.[2] ?? 0);
  const highest = vendorId === 0 ? 255 : 0xffffffff;
  if (match === null || type < 1 || type > highest || vendorId > 0xffffffff) {
    return undefined;
  }
  // Written by number, a value is taken as octets whatever the dictionary knows about the attribute.
  return { ...attributeOf(dictionary, vendorId, type), kind: 'octets', hasTag: false, hiding: undefined };
}

function unnamed(vendorId: number, type: number): DictionaryAttribute {
  const name = vendorId === 0 ? `Attr-${type}` : `Attr-26.${vendorId}.${type}`;
  return { name, vendorId, type, kind: 'octets', hasTag: false, hiding: undefined };
}

function toSend(
  dictionary: Dictionary,
  attribute: DictionaryAttribute,
  value: Buffer,
  tag: number | undefined,
  line: string,
): AttributeToSend {
  const { vendorId, type, hiding, hasTag } = attribute;
  const shape = dictionary.vendorById(vendorId) ?? ONE_OCTET_EACH;
  if (shape.typeOctets === 1 && type > 255) {
    throw refused(line, 'the number of the attribute is past 255');
  }
  const vendor = vendorId === 0 ? {} : { vendor: { id: vendorId, shape } };
  const room = MAX_VALUE_LENGTH - (vendorId === 0 ? 0 : VENDOR_ID_LENGTH + shape.typeOctets + shape.lengthOctets);
  if (hiding === undefined) {
    return { type, value: fitting(tag === undefined ? value : withTag(attribute, value, tag), room, line), ...vendor };
  }
  checkHiddenLength(hiding, value, room, line);
  return { type, value, hiding, ...vendor, ...(hasTag ? { tag: tag ?? 0 } : {}) };
}

function fitting(value: Buffer, room: number, line: string): Buffer {
  if (value.length > room) {
    throw refused(line, `the value has ${value.length} octets; ${room} fit`);
  }
  return value;
}

/** Salted: a tag, two octets of salt, then whole blocks that begin with an octet for the length. */
function checkHiddenLength(hiding: AttributeHiding, value: Buffer, room: number, line: string): void {
  const limit = hiding === 'salted' ? Math.floor((room - 3) / 16) * 16 - 1 : MAX_PASSWORD_LENGTH;
  if (value.length > limit) {
    throw refused(line, `a hidden value has at most ${limit} octets`);
  }
}

function checkTag(attribute: DictionaryAttribute, tag: number | undefined, line: string): number | undefined {
  if (tag !== undefined && (!attribute.hasTag || tag > MAX_TAG)) {
    throw refused(line, attribute.hasTag ? 'a tag is a number from 0 to 31' : 'this attribute has no tag');
  }
  return tag;
}

function withTag(attribute: DictionaryAttribute, value: Buffer, tag: number): Buffer {
  // In numbers the tag takes the place of the highest octet (RFC 2868 §3.1).
  return Buffer.concat([Buffer.of(tag), attribute.kind === 'integer' ? value.subarray(1) : value]);
}

function withoutTag(value: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0), value.subarray(1)]);
}

function unquote(raw: string, line: string): string {
  if (!raw.startsWith('"')) {
    return raw.trim();
  }
  const quoted = /^"((?:[^"\\]|\\.)*)"\s*$/s.exec(raw)?.[1];
  if (quoted === undefined) {
    throw refused(line, 'the quotation marks do not match');
  }
  return quoted.replace(/\\(.)/gs, (_, character: string) => (character === 'n' ? '\n' : character));
}

function refused(line: string, why: string): DomainError {
  const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  return new DomainError('invalid_request', `RADIUS attribute "${shown}": ${why}.`, { field: 'attributes' });
}
