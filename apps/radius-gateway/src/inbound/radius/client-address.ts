import {
  type AttributeKind,
  type Dictionary,
  type DictionaryAttribute,
  decodeUtf8,
  findVendorAttribute,
  formatIpAddress,
  parseIpAddress,
  type RadiusPacket,
  readVendorSpecific,
} from '@countersign/radius';

/** Finds the claimant's own address in a request; empty when there is none. */
export type ClientAddressReader = (packet: RadiusPacket) => string;

const USUAL_ATTRIBUTES = ['Calling-Station-Id', 'Tunnel-Client-Endpoint', 'PaloAlto-Client-Source-IP', 'Cisco-AVPair'];
const SOURCE_IP_PAIR = 'ip:source-ip=';
const CISCO_AVPAIR = { vendorId: 9, type: 1 } as const;
const VENDOR_SPECIFIC = 26;
const MAX_TAG = 0x1f;

/**
 * A reader that takes the first attribute of `names` whose value is an address (none given: the usual ones). Names that no
 * dictionary has are passed over. Values seen in the field: an address, `address[port]`, `address:port`, `name/address`;
 * also telephone numbers and MAC addresses, which are none.
 */
export function createClientAddressReader(names: readonly string[], dictionary: Dictionary): ClientAddressReader {
  const attributes = (names.length === 0 ? USUAL_ATTRIBUTES : names)
    .map((name) => dictionary.attributeByName(name))
    .filter((attribute) => attribute !== undefined);
  return (packet) => {
    for (const attribute of attributes) {
      const address = readAddress(packet, attribute, dictionary);
      if (address !== undefined) {
        return address;
      }
    }
    return '';
  };
}

/** The address within a text, in its canonical form. */
export function addressInText(text: string): string | undefined {
  const trimmed = text.trim();
  const candidates = [
    trimmed,
    /^\[([^\]]+)\](?::\d{1,5})?$/.exec(trimmed)?.[1],
    /^([^[\]]+)\[\d{1,5}\]$/.exec(trimmed)?.[1],
    /^([0-9.]+):\d{1,5}$/.exec(trimmed)?.[1],
    /\/([^/]+)$/.exec(trimmed)?.[1],
  ];
  for (const candidate of candidates) {
    const octets = candidate === undefined ? undefined : parseIpAddress(candidate);
    if (octets !== undefined) {
      return formatIpAddress(octets);
    }
  }
  return undefined;
}

function readAddress(packet: RadiusPacket, attribute: DictionaryAttribute, dictionary: Dictionary): string | undefined {
  const { vendorId, type, kind, hasTag } = attribute;
  if (vendorId === CISCO_AVPAIR.vendorId && type === CISCO_AVPAIR.type) {
    return readSourceIpPair(packet, dictionary);
  }
  const value = vendorId === 0 ? packet.find(type) : findVendorAttribute(packet, vendorId, type, dictionary);
  if (value === undefined) {
    return undefined;
  }
  return isAddressKind(kind) ? formatIpAddress(value) : addressInValue(hasTag ? withoutTag(value) : value);
}

function isAddressKind(kind: AttributeKind): boolean {
  return kind === 'ipv4' || kind === 'ipv6' || kind === 'octets';
}

function addressInValue(value: Buffer): string | undefined {
  const text = decodeUtf8(value);
  return text === undefined ? undefined : addressInText(text);
}

/** An octet up to 0x1f before a text is its tag (RFC 2868 §3.3). */
function withoutTag(value: Buffer): Buffer {
  return value.length > 0 && (value[0] as number) <= MAX_TAG ? value.subarray(1) : value;
}

function readSourceIpPair(packet: RadiusPacket, dictionary: Dictionary): string | undefined {
  const pairs = packet
    .findAll(VENDOR_SPECIFIC)
    .flatMap((value) => readVendorSpecific(value, dictionary))
    .filter(({ vendorId, type }) => vendorId === CISCO_AVPAIR.vendorId && type === CISCO_AVPAIR.type)
    .map(({ value }) => decodeUtf8(value) ?? '');
  const pair = pairs.find((text) => text.toLowerCase().startsWith(SOURCE_IP_PAIR));
  return pair === undefined ? undefined : addressInText(pair.slice(SOURCE_IP_PAIR.length));
}
