/** How the octets of a value are read (RFC 2865 §5, RFC 8044). `opaque` is everything we pass on without reading. */
export const ATTRIBUTE_KINDS = [
  'text',
  'octets',
  'integer',
  'signed',
  'integer64',
  'byte',
  'short',
  'date',
  'ipv4',
  'ipv6',
  'ipv6prefix',
  'ifid',
  'ether',
] as const;

/** One of {@link ATTRIBUTE_KINDS}. */
export type AttributeKind = (typeof ATTRIBUTE_KINDS)[number];

/** How a value is hidden on the wire: RFC 2865 §5.2, or with a salt as in RFC 2868 §3.5. */
export type AttributeHiding = 'user-password' | 'salted';

/** One attribute that has a name. */
export interface DictionaryAttribute {
  readonly name: string;
  /** SMI enterprise number; 0 for the attributes of the RFCs. */
  readonly vendorId: number;
  readonly type: number;
  readonly kind: AttributeKind;
  /** True when the value begins with a tag octet (RFC 2868 §3). */
  readonly hasTag: boolean;
  readonly hiding: AttributeHiding | undefined;
}

/** A vendor and the shape of its sub-attributes; nearly all use one octet for each (RFC 2865 §5.26). */
export interface DictionaryVendor {
  readonly id: number;
  readonly name: string;
  readonly typeOctets: 1 | 2 | 4;
  readonly lengthOctets: 0 | 1 | 2;
}

/**
 * Names of attributes, of their values and of vendors. Names are found whatever their case. A later entry for the same
 * name or number replaces the earlier one, so that an operator's file wins over the built-in table.
 */
export class Dictionary {
  readonly #byName = new Map<string, DictionaryAttribute>();
  readonly #byNumber = new Map<string, DictionaryAttribute>();
  readonly #vendorsById = new Map<number, DictionaryVendor>();
  readonly #vendorsByName = new Map<string, DictionaryVendor>();
  readonly #valueNumbers = new Map<string, Map<string, bigint>>();
  readonly #valueNames = new Map<string, Map<bigint, string>>();

  addAttribute(attribute: DictionaryAttribute): void {
    this.#byName.set(attribute.name.toLowerCase(), attribute);
    this.#byNumber.set(numberKey(attribute.vendorId, attribute.type), attribute);
  }

  /** A second name for a number that has one: found by name, never shown. */
  addAlias(attribute: DictionaryAttribute): void {
    this.#byName.set(attribute.name.toLowerCase(), attribute);
  }

  addVendor(vendor: DictionaryVendor): void {
    this.#vendorsById.set(vendor.id, vendor);
    this.#vendorsByName.set(vendor.name.toLowerCase(), vendor);
  }

  addValue(attributeName: string, valueName: string, value: bigint): void {
    const key = attributeName.toLowerCase();
    const numbers = this.#valueNumbers.get(key) ?? new Map<string, bigint>();
    const names = this.#valueNames.get(key) ?? new Map<bigint, string>();
    numbers.set(valueName.toLowerCase(), value);
    if (!names.has(value)) {
      names.set(value, valueName);
    }
    this.#valueNumbers.set(key, numbers);
    this.#valueNames.set(key, names);
  }

  attributeByName(name: string): DictionaryAttribute | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  /** `vendorId` 0 for the attributes of the RFCs. */
  attributeByNumber(vendorId: number, type: number): DictionaryAttribute | undefined {
    return this.#byNumber.get(numberKey(vendorId, type));
  }

  vendorById(id: number): DictionaryVendor | undefined {
    return this.#vendorsById.get(id);
  }

  vendorByName(name: string): DictionaryVendor | undefined {
    return this.#vendorsByName.get(name.toLowerCase());
  }

  /** The number behind the name of a value, such as `Framed-User` of `Service-Type`. */
  valueNumber(attribute: DictionaryAttribute, valueName: string): bigint | undefined {
    return this.#valueNumbers.get(attribute.name.toLowerCase())?.get(valueName.toLowerCase());
  }

  valueName(attribute: DictionaryAttribute, value: bigint): string | undefined {
    return this.#valueNames.get(attribute.name.toLowerCase())?.get(value);
  }

  /** All attributes, in the order they were added. */
  attributes(): Iterable<DictionaryAttribute> {
    return this.#byNumber.values();
  }
}

function numberKey(vendorId: number, type: number): string {
  return `${vendorId}/${type}`;
}
