import type { SecretBytes } from '@countersign/errors';
import type { E164Phone } from '../users/phone.ts';

/** Hash functions of RFC 6238 section 1.2. */
export type OathAlgorithm = 'SHA1' | 'SHA256' | 'SHA512';

/** Only an active authenticator can prove anything. */
export type AuthenticatorState = 'pending' | 'active' | 'suspended' | 'revoked';

interface AuthenticatorBase {
  readonly id: string;
  readonly state: AuthenticatorState;
}

/** A time-based generator (RFC 6238). */
export interface TotpAuthenticator extends AuthenticatorBase {
  readonly kind: 'totp';
  readonly seed: SecretBytes;
  readonly algorithm: OathAlgorithm;
  readonly digits: 6 | 8;
  readonly periodSeconds: 30 | 60;
  /** Time steps by which the device's clock was off when it was last seen (positive: ahead of ours). */
  readonly driftSteps: number;
  /** The last accepted time step that Postgres knows; Redis may know a later one. -1: none yet. */
  readonly lastAcceptedTimeStep: number;
}

/** A counter-based generator (RFC 4226). */
export interface HotpAuthenticator extends AuthenticatorBase {
  readonly kind: 'hotp';
  readonly seed: SecretBytes;
  readonly algorithm: OathAlgorithm;
  readonly digits: 6 | 8;
  /** The last accepted counter that Postgres knows; Redis may know a later one. -1: none yet. */
  readonly lastAcceptedCounter: number;
}

/** A phone that receives text messages. */
export interface PhoneAuthenticator extends AuthenticatorBase {
  readonly kind: 'phone';
  readonly phone: E164Phone;
}

/** A set of single-use codes on paper. */
export interface RecoveryCodesAuthenticator extends AuthenticatorBase {
  readonly kind: 'recovery_codes';
  /** Keyed hashes of the codes that Postgres does not know as used; Redis may know more of them. */
  readonly codes: readonly { readonly id: string; readonly hash: Buffer }[];
}

/** A key pair of WebAuthn; the private half never leaves the device that made it. */
export interface PasskeyAuthenticator extends AuthenticatorBase {
  readonly kind: 'passkey';
  /** Base64url, as the browser names it. */
  readonly credentialId: string;
  /** COSE_Key. */
  readonly publicKey: Buffer;
  /** How the browser reaches the device: internal, hybrid, usb, … */
  readonly transports: readonly string[];
  /** The last signature counter that Postgres knows; passkeys that are copied between devices stay at 0. -1: none yet. */
  readonly lastAcceptedCounter: number;
}

/** What a user has, in the sense of NIST SP 800-63B. */
export type Authenticator =
  | TotpAuthenticator
  | HotpAuthenticator
  | PhoneAuthenticator
  | RecoveryCodesAuthenticator
  | PasskeyAuthenticator;
