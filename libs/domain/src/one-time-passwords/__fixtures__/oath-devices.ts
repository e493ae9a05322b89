import { SecretBytes } from '@countersign/errors';
import type { HotpAuthenticator, TotpAuthenticator } from '../../authenticators/authenticator.ts';

/** The seed of the vectors in RFC 4226 and RFC 6238, as long as asked for. */
export function rfcSeed(octets: number): Buffer {
  return Buffer.from('1234567890'.repeat(7).slice(0, octets), 'ascii');
}

/** A time-based device with the seed of the RFCs: SHA-1, 6 digits, 30 s, in step with us, never used. */
export function aTotp(parts: Partial<TotpAuthenticator> = {}): TotpAuthenticator {
  return {
    id: 'totp-1',
    kind: 'totp',
    state: 'active',
    seed: new SecretBytes(rfcSeed(20)),
    algorithm: 'SHA1',
    digits: 6,
    periodSeconds: 30,
    driftSteps: 0,
    lastAcceptedTimeStep: -1,
    ...parts,
  };
}

/** An event-based device with the seed of the RFCs: SHA-1, 6 digits, never used. */
export function aHotp(parts: Partial<HotpAuthenticator> = {}): HotpAuthenticator {
  return {
    id: 'hotp-1',
    kind: 'hotp',
    state: 'active',
    seed: new SecretBytes(rfcSeed(20)),
    algorithm: 'SHA1',
    digits: 6,
    lastAcceptedCounter: -1,
    ...parts,
  };
}
