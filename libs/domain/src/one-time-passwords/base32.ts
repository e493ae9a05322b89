const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LONGEST_TEXT = 1024;
const SEPARATORS = /[ \t\r\n-]/g;
/** Characters in the last group that no number of whole octets can give (RFC 4648 section 6). */
const IMPOSSIBLE_REMAINDERS: ReadonlySet<number> = new Set([1, 3, 6]);

/** Base32 of RFC 4648 section 6 in capitals, without padding, as authenticator apps expect it. */
export function encodeBase32(octets: Uint8Array): string {
  let text = '';
  let pending = 0;
  let bits = 0;
  for (const octet of octets) {
    pending = (pending << 8) | octet;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((pending >>> (bits - 5)) & 31);
    pending &= 31;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((pending << (5 - bits)) & 31);
}

/**
 * The octets of a Base32 text as people and files write it: any case, with spaces or hyphens, with or without padding.
 * Bits left over at the end are ignored, because some issuers draw the characters themselves at random.
 * Undefined: it is not Base32, it is empty, or longer than 1024 characters.
 */
export function decodeBase32(text: string): Buffer | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const characters = text.replace(SEPARATORS, '').replace(/=+$/, '').toUpperCase();
  if (!/^[A-Z2-7]+$/.test(characters) || IMPOSSIBLE_REMAINDERS.has(characters.length % 8)) return undefined;
  const octets = Buffer.alloc(Math.floor((characters.length * 5) / 8));
  let pending = 0;
  let bits = 0;
  let written = 0;
  for (const character of characters) {
    pending = ((pending << 5) | ALPHABET.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      octets[written] = (pending >>> bits) & 0xff;
      written += 1;
    }
  }
  return octets;
}
