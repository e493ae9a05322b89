import { AttributeType, HEADER_LENGTH } from './codes.ts';

/** One attribute of a packet. `value` is a view into the packet. */
export interface AttributeView {
  readonly type: number;
  readonly value: Buffer;
}

/** What the strict walk of `parse` learned about a packet on its way. */
export interface PacketFacts {
  /** Where the value of Message-Authenticator begins, 0 without one. */
  readonly messageAuthenticatorOffset: number;
  readonly hasProxyState: boolean;
  readonly hasEapMessage: boolean;
  /** The first attribute that came twice although RFC 2865 §5.44 allows it once; 0 without one. */
  readonly repeatedAttribute: number;
}

/**
 * A packet whose structure was checked by `parse`. It is a view: nothing is copied out of the datagram,
 * which therefore must not be reused while the packet is in use.
 */
export class RadiusPacket {
  /** The packet itself; padding after Length is cut off. */
  readonly octets: Buffer;
  readonly messageAuthenticatorOffset: number;
  readonly hasProxyState: boolean;
  readonly hasEapMessage: boolean;
  readonly repeatedAttribute: number;

  /** Only `parse` calls this: the accessors trust that the attributes add up. */
  constructor(octets: Buffer, facts: PacketFacts) {
    this.octets = octets;
    this.messageAuthenticatorOffset = facts.messageAuthenticatorOffset;
    this.hasProxyState = facts.hasProxyState;
    this.hasEapMessage = facts.hasEapMessage;
    this.repeatedAttribute = facts.repeatedAttribute;
  }

  get code(): number {
    return this.octets[0] as number;
  }

  get identifier(): number {
    return this.octets[1] as number;
  }

  /** The 16 octets of the header field of a request. */
  get requestAuthenticator(): Buffer {
    return this.octets.subarray(4, HEADER_LENGTH);
  }

  /** The 16 octets of the header field of a reply. */
  get responseAuthenticator(): Buffer {
    return this.octets.subarray(4, HEADER_LENGTH);
  }

  get hasMessageAuthenticator(): boolean {
    return this.messageAuthenticatorOffset !== 0;
  }

  /** The value of the first attribute of this type. */
  find(type: number): Buffer | undefined {
    const { octets } = this;
    let at = HEADER_LENGTH;
    while (at < octets.length) {
      const length = octets[at + 1] as number;
      if (octets[at] === type) {
        return octets.subarray(at + 2, at + length);
      }
      at += length;
    }
    return undefined;
  }

  has(type: number): boolean {
    return this.find(type) !== undefined;
  }

  /** The values of all attributes of this type, in order. */
  findAll(type: number): Buffer[] {
    const values: Buffer[] = [];
    for (const attribute of this.attributes()) {
      if (attribute.type === type) {
        values.push(attribute.value);
      }
    }
    return values;
  }

  /** All attributes in order. */
  *attributes(): Generator<AttributeView> {
    const { octets } = this;
    let at = HEADER_LENGTH;
    while (at < octets.length) {
      const length = octets[at + 1] as number;
      yield { type: octets[at] as number, value: octets.subarray(at + 2, at + length) };
      at += length;
    }
  }

  /** A 32-bit number; an attribute of another length counts as absent (RFC 6158 §2.1: never an error). */
  findInteger(type: number): number | undefined {
    const value = this.find(type);
    return value?.length === 4 ? value.readUInt32BE(0) : undefined;
  }

  /** Text in strict UTF-8; octets that are not UTF-8 count as absent. */
  findText(type: number): string | undefined {
    const value = this.find(type);
    return value === undefined ? undefined : decodeUtf8(value);
  }

  /** State, which a client returns to us unmodified (RFC 2865 §5.24). */
  get state(): Buffer | undefined {
    return this.find(AttributeType.state);
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes UTF-8, and answers `undefined` where the octets are not UTF-8. */
export function decodeUtf8(octets: Uint8Array): string | undefined {
  if (isAscii(octets)) {
    return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
  }
  try {
    return strictUtf8.decode(octets);
  } catch {
    return undefined;
  }
}

function isAscii(octets: Uint8Array): boolean {
  for (let at = 0; at < octets.length; at += 1) {
    if ((octets[at] as number) > 0x7f) {
      return false;
    }
  }
  return true;
}
