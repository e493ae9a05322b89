/** DI token of the {@link PasskeyRegistrations}. */
export const PASSKEY_REGISTRATIONS = Symbol('PASSKEY_REGISTRATIONS');

/** For whom and where a passkey is made. */
export interface PasskeyRequest {
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly rpId: string;
  readonly rpName: string;
  /** Base64url. */
  readonly challenge: string;
  /** Credentials that the user has already. */
  readonly exclude: readonly { readonly credentialId: string; readonly transports: readonly string[] }[];
}

/** What a browser's answer proved. */
export type PasskeyProof =
  | {
      readonly kind: 'proved';
      readonly credentialId: string;
      readonly publicKey: string;
      readonly counter: number;
      readonly transports: readonly string[];
      readonly aaguid: string;
      readonly deviceType: string;
      readonly isBackedUp: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: 'not_verified' | 'refused' };

/** The rules of WebAuthn for a new passkey. */
export interface PasskeyRegistrations {
  /** `PublicKeyCredentialCreationOptionsJSON`. */
  options(request: PasskeyRequest): Promise<string>;
  verify(answer: {
    readonly responseJson: string;
    readonly challenge: string;
    readonly origin: string;
    readonly rpId: string;
  }): Promise<PasskeyProof>;
}
