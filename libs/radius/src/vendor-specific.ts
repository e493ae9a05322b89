import { AttributeType } from './codes.ts';
import type { Dictionary, DictionaryVendor } from './dictionary/dictionary.ts';
import type { RadiusPacket } from './packet.ts';

const VENDOR_ID_LENGTH = 4;
const USUAL_SHAPE = { typeOctets: 1, lengthOctets: 1 } as const;

/** The part of a vendor's entry that says how its sub-attributes are laid out. */
export type VendorShape = Pick<DictionaryVendor, 'typeOctets' | 'lengthOctets'>;

/** One sub-attribute of a Vendor-Specific attribute. `value` is a view into the packet. */
export interface VendorAttributeView {
  readonly vendorId: number;
  readonly type: number;
  readonly value: Buffer;
}

/**
 * Reads the value of a Vendor-Specific attribute (RFC 2865 §5.26). A body that does not add up is opaque and gives an
 * empty list: vendors are free to use another layout, so it is no error of the packet.
 */
export function readVendorSpecific(value: Buffer, dictionary?: Dictionary): readonly VendorAttributeView[] {
  if (value.length <= VENDOR_ID_LENGTH) {
    return [];
  }
  const vendorId = value.readUInt32BE(0);
  const shape = dictionary?.vendorById(vendorId) ?? USUAL_SHAPE;
  const header = shape.typeOctets + shape.lengthOctets;
  const attributes: VendorAttributeView[] = [];
  let at = VENDOR_ID_LENGTH;
  while (at < value.length) {
    if (at + header > value.length) {
      return [];
    }
    const length =
      shape.lengthOctets === 0 ? value.length - at : value.readUIntBE(at + shape.typeOctets, shape.lengthOctets);
    if (length < header || at + length > value.length) {
      return [];
    }
    const type = value.readUIntBE(at, shape.typeOctets);
    attributes.push({ vendorId, type, value: value.subarray(at + header, at + length) });
    at += length;
  }
  return attributes;
}

/** The value of the first sub-attribute with this vendor and number. */
export function findVendorAttribute(
  packet: RadiusPacket,
  vendorId: number,
  type: number,
  dictionary?: Dictionary,
): Buffer | undefined {
  for (const attribute of packet.attributes()) {
    if (attribute.type !== AttributeType.vendorSpecific) {
      continue;
    }
    const found = readVendorSpecific(attribute.value, dictionary).find(
      (each) => each.vendorId === vendorId && each.type === type,
    );
    if (found !== undefined) {
      return found.value;
    }
  }
  return undefined;
}

/** The value of a Vendor-Specific attribute that holds one sub-attribute. */
export function vendorSpecificValue(vendorId: number, type: number, value: Uint8Array, shape?: VendorShape): Buffer {
  const { typeOctets, lengthOctets } = shape ?? USUAL_SHAPE;
  const header = typeOctets + lengthOctets;
  const octets = Buffer.alloc(VENDOR_ID_LENGTH + header + value.length);
  octets.writeUInt32BE(vendorId, 0);
  octets.writeUIntBE(type, VENDOR_ID_LENGTH, typeOctets);
  if (lengthOctets > 0) {
    octets.writeUIntBE(header + value.length, VENDOR_ID_LENGTH + typeOctets, lengthOctets);
  }
  octets.set(value, VENDOR_ID_LENGTH + header);
  return octets;
}
