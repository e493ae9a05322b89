/** Keyed hash of a text under a label. */
export type HashActivationCode = (label: string, text: string) => Buffer;

const OCTETS = 20;
/** Crockford's base 32: no letter looks like a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;

/** 160 random bits in groups of four characters, to be copied or dictated. */
export function newActivationCode(random: { bytes(length: number): Buffer }): string {
  let bits = 0n;
  for (const octet of random.bytes(OCTETS)) bits = (bits << 8n) | BigInt(octet);
  let text = '';
  for (let index = 0; index < (OCTETS * 8) / 5; index += 1) {
    text += ALPHABET.charAt(Number(bits & 31n));
    bits >>= 5n;
  }
  return text.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? text;
}

/** The hash under which a code is kept; spaces, hyphens and letter case do not matter. */
export function activationCodeHash(code: string, hash: HashActivationCode): Buffer {
  return hash('activation-code', code.replace(/[\s-]/g, '').toUpperCase());
}
