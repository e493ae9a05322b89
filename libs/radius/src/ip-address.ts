/** Number of octets of an IPv4 and of an IPv6 address. */
export const IPV4_LENGTH = 4;
export const IPV6_LENGTH = 16;

const IPV6_GROUPS = 8;
const DECIMAL_OCTET = /^(0|[1-9][0-9]{0,2})$/;
const HEX_GROUP = /^[0-9a-f]{1,4}$/i;
/** ::ffff:a.b.c.d, an IPv4 address as an IPv6 socket shows it (RFC 4291 §2.5.5.2). */
const MAPPED_PREFIX = Buffer.from('00000000000000000000ffff', 'hex');

/** The 4 octets of a dotted IPv4 address without leading zeros; `undefined` for any other text. */
export function parseIpv4(text: string): Buffer | undefined {
  const parts = text.split('.');
  if (parts.length !== IPV4_LENGTH || !parts.every((part) => DECIMAL_OCTET.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return Buffer.from(parts.map(Number));
}

/** The 16 octets of an IPv6 address (RFC 4291 §2.2), without a zone; `undefined` for any other text. */
export function parseIpv6(text: string): Buffer | undefined {
  if (text.length > 45) {
    return undefined;
  }
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === undefined || tail === undefined) {
    return undefined;
  }
  const missing = IPV6_GROUPS - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) {
    return undefined;
  }
  const octets = Buffer.alloc(IPV6_LENGTH);
  [...head, ...new Array<number>(missing).fill(0), ...tail].forEach((group, index) => {
    octets.writeUInt16BE(group, index * 2);
  });
  return octets;
}

/** The octets of an address of either family; an IPv4 address in IPv6 clothes (`::ffff:a.b.c.d`) gives its 4 octets. */
export function parseIpAddress(text: string): Buffer | undefined {
  if (!text.includes(':')) {
    return parseIpv4(text);
  }
  const octets = parseIpv6(text);
  return octets?.subarray(0, MAPPED_PREFIX.length).equals(MAPPED_PREFIX) === true
    ? octets.subarray(MAPPED_PREFIX.length)
    : octets;
}

/** The address as text: dotted, or as RFC 5952 recommends. `undefined` for octets of another length. */
export function formatIpAddress(octets: Uint8Array): string | undefined {
  if (octets.length === IPV4_LENGTH) {
    return octets.join('.');
  }
  return octets.length === IPV6_LENGTH ? formatIpv6(octets) : undefined;
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') {
    return [];
  }
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const groups: number[] = [];
  const ipv4 = mayEndInIpv4 && last.includes('.') ? parseIpv4(last) : undefined;
  for (const part of ipv4 === undefined ? parts : parts.slice(0, -1)) {
    if (!HEX_GROUP.test(part)) {
      return undefined;
    }
    groups.push(Number.parseInt(part, 16));
  }
  if (ipv4 !== undefined) {
    groups.push(ipv4.readUInt16BE(0), ipv4.readUInt16BE(2));
  }
  return groups;
}

function formatIpv6(octets: Uint8Array): string {
  const view = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const groups = Array.from({ length: IPV6_GROUPS }, (_, index) => view.readUInt16BE(index * 2));
  const { start, length } = longestZeroRun(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return length < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) {
      best = { start: index - length + 1, length };
    }
  });
  return best;
}
