/** How a text message travels and what it costs. */
export interface TextLength {
  /** `gsm7`: the default alphabet of 3GPP TS 23.038, else 16-bit units. One character outside makes the whole text 16-bit. */
  readonly encoding: 'gsm7' | 'ucs2';
  /** Septets or 16-bit units; a character of the extension table takes two septets, one outside the BMP two units. */
  readonly units: number;
  /** Messages that a gateway sends and bills. */
  readonly segments: number;
}

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENSION = new Set('\f^{}\\[~]|€');

/** Units of one message alone, and of each part of several, where 6 octets go to the header (3GPP TS 23.040). */
const CAPACITY = {
  gsm7: { alone: 160, part: 153 },
  ucs2: { alone: 70, part: 67 },
} as const;

/** Counts a text message as a gateway does. A pair of units (escape sequence, surrogates) is never torn apart. */
export function textLength(text: string): TextLength {
  const characters = [...text];
  const encoding = characters.every((character) => BASIC.has(character) || EXTENSION.has(character)) ? 'gsm7' : 'ucs2';
  const sizes = characters.map((character) =>
    encoding === 'ucs2' ? character.length : EXTENSION.has(character) ? 2 : 1,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { alone, part } = CAPACITY[encoding];
  return { encoding, units, segments: units <= alone ? 1 : countParts(sizes, part) };
}

function countParts(sizes: readonly number[], capacity: number): number {
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > capacity) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}
