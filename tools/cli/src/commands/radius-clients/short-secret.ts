import type { Output } from '../../output/output.ts';

/** RFC 2865 section 3 asks for 16 octets: a shorter secret can be found from one captured packet. */
const LEAST_OCTETS = 16;

/** Says so when a shared secret is short; old devices force some people to take one. */
export function warnOfShortSecret(output: Output, secret: string): void {
  if (secret === '' || Buffer.byteLength(secret, 'utf8') >= LEAST_OCTETS) return;
  output.note(`Warning: a shared secret of fewer than ${LEAST_OCTETS} octets can be guessed from captured packets.`);
}
