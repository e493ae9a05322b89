import { type RandomSource, randomToken } from '@countersign/crypto';
import { SecretBytes } from '@countersign/errors';

/** 192 bits, written with 32 letters, digits, "-" and "_", which every device takes. */
const GENERATED_OCTETS = 24;

/** A shared secret that nobody can guess. */
export function generateSharedSecret(random: RandomSource): SecretBytes {
  return SecretBytes.fromText(randomToken(random, GENERATED_OCTETS));
}
