/**
 * Joins parts so that no two different lists give the same octets: each part is preceded by its length as four octets,
 * big-endian. A text counts as its UTF-8 octets.
 */
export function lengthPrefixed(parts: readonly (Uint8Array | string)[]): Buffer {
  const pieces = parts.flatMap((part) => {
    const octets = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(octets.length);
    return [length, octets];
  });
  return Buffer.concat(pieces);
}
