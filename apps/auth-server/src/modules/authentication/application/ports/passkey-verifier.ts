import type { PasskeyAuthenticator } from '@countersign/domain';

/** DI token of the {@link PasskeyVerifier}. */
export const PASSKEY_VERIFIER = Symbol('PASSKEY_VERIFIER');

/** What a browser answered when it was asked for a passkey, and what it had been asked. */
export interface PasskeyAnswer {
  /** Base64url, as the browser names it. */
  readonly credentialId: string;
  /** JSON of the PublicKeyCredential. */
  readonly response: string;
  /** Base64url of what had to be signed; used once. */
  readonly challenge: string;
  /** Scheme, host and port of the page. */
  readonly origin: string;
  /** The host that the passkey belongs to. */
  readonly host: string;
}

/** What a right signature says besides. */
export interface VerifiedPasskey {
  /** 0: the device keeps none. */
  readonly counter: number;
  /** The device made sure who holds it, by a finger or a PIN. */
  readonly isUserVerified: boolean;
}

/** Checks signatures of passkeys (WebAuthn section 7.2). */
export interface PasskeyVerifier {
  /** Undefined: it is not right. */
  verify(answer: PasskeyAnswer, passkey: PasskeyAuthenticator): Promise<VerifiedPasskey | undefined>;
}
