/** An IPv4 or IPv6 network. IPv4 written as IPv6 ("::ffff:192.0.2.1") counts as IPv4. */
export interface Network {
  /** 4 or 16 octets, host bits zero. */
  readonly address: Uint8Array;
  /** Bits of `address` that name the network. */
  readonly prefixLength: number;
}

const MAPPED_PREFIX = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
const LONGEST_TEXT = 64;
const MOST_REMEMBERED = 4096;
const remembered = new Map<string, Network | undefined>();

/** Whether the network, in CIDR notation, contains the address. Anything unreadable contains nothing. */
export function networkContains(cidr: string, address: string): boolean {
  const octets = parseAddress(address);
  const network = octets === undefined ? undefined : readNetwork(cidr);
  if (octets === undefined || network === undefined || octets.length !== network.address.length) return false;
  const masked = withoutHostBits(octets, network.prefixLength);
  return network.address.every((octet, index) => octet === masked[index]);
}

/** Reads "192.0.2.0/24", "2001:db8::/32" or a single address. Undefined: unreadable, or bits are set past the prefix. */
export function parseNetwork(cidr: string): Network | undefined {
  const network = parseLooseNetwork(cidr);
  const isExact = network?.address.every((octet, index) => octet === network.written[index]);
  return network !== undefined && isExact === true
    ? { address: network.address, prefixLength: network.prefixLength }
    : undefined;
}

/** The network that somebody who wrote "192.0.2.7/24" means, as text; undefined: unreadable. */
export function networkText(cidr: string): string | undefined {
  const network = parseLooseNetwork(cidr);
  return network === undefined ? undefined : `${addressText(network.address)}/${network.prefixLength}`;
}

/** The 4 or 16 octets of an address; undefined: not an address. */
export function parseAddress(text: string): Uint8Array | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  if (!text.includes(':')) return parseIpv4(text);
  const octets = parseIpv6(text);
  return octets !== undefined && isMapped(octets) ? octets.slice(12) : octets;
}

/** Networks are few and every sign-in asks for them: what was read is kept, up to a limit. */
function readNetwork(cidr: string): Network | undefined {
  const known = remembered.get(cidr);
  if (known !== undefined || remembered.has(cidr)) return known;
  const network = parseNetwork(cidr);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(cidr, network);
  return network;
}

function parseLooseNetwork(cidr: string): (Network & { readonly written: Uint8Array }) | undefined {
  const [addressPart = '', prefixPart, ...more] = cidr.split('/', 3);
  const written = parseAddress(addressPart);
  if (written === undefined || more.length > 0) return undefined;
  const prefixLength = readPrefixLength(addressPart, written, prefixPart);
  if (prefixLength === undefined) return undefined;
  return { address: withoutHostBits(written, prefixLength), prefixLength, written };
}

function readPrefixLength(addressPart: string, octets: Uint8Array, text: string | undefined): number | undefined {
  if (text === undefined) return octets.length * 8;
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(text)) return undefined;
  const isMappedText = octets.length === 4 && addressPart.includes(':');
  const length = Number(text) - (isMappedText ? 96 : 0);
  return length >= 0 && length <= octets.length * 8 ? length : undefined;
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  const isAddress =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256);
  return isAddress ? Uint8Array.from(parts, Number) : undefined;
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half, index) => parseGroups(half, index === halves.length - 1));
  const [head, tail = []] = groups;
  if (head === undefined || groups.includes(undefined)) return undefined;
  if (halves.length === 1) return head.length === 16 ? Uint8Array.from(head) : undefined;
  const missing = 16 - head.length - tail.length;
  return missing < 2 ? undefined : Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...tail]);
}

/** The octets of groups between colons; only the last group of an address may be an IPv4 address. */
function parseGroups(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const octets: number[] = [];
  for (const [index, group] of groups.entries()) {
    const ipv4 = mayEndInIpv4 && index === groups.length - 1 ? parseIpv4(group) : undefined;
    if (ipv4 !== undefined) octets.push(...ipv4);
    else if (/^[0-9a-f]{1,4}$/i.test(group))
      octets.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff);
    else return undefined;
  }
  return octets;
}

function isMapped(octets: Uint8Array): boolean {
  return MAPPED_PREFIX.every((octet, index) => octets[index] === octet);
}

function withoutHostBits(octets: Uint8Array, prefixLength: number): Uint8Array {
  return octets.map((octet, index) => {
    const bits = Math.min(8, Math.max(0, prefixLength - index * 8));
    return octet & (0xff00 >> bits) & 0xff;
  });
}

function addressText(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.');
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((octets[index * 2] ?? 0) << 8) | (octets[index * 2 + 1] ?? 0),
  );
  const texts = groups.map((group) => group.toString(16));
  const { start, length } = longestZeroRun(groups);
  if (length < 2) return texts.join(':');
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`;
}

/** The longest run of zero groups, the first of equals (RFC 5952 section 4.2). */
function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let longest = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > longest.length) longest = { start: index - length + 1, length };
  }
  return longest;
}
