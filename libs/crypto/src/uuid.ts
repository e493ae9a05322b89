import type { RandomSource } from './random-source.ts';

/**
 * A UUID version 7 (RFC 9562 section 5.7): 48 bits of milliseconds since 1970, then 74 random bits. Identifiers made
 * later sort later, which keeps the indexes of the database compact; the text is lower case.
 */
export function uuidv7(now: Date, random: RandomSource): string {
  const octets = random.bytes(16);
  octets.writeUIntBE(now.getTime(), 0, 6);
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x70, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = octets.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
