/** DI token of the {@link CodeHashes}. */
export const CODE_HASHES = Symbol('CODE_HASHES');

/** Keyed hashes of what must be recognised again but never read back. */
export interface CodeHashes {
  /** Base64; bound to the authentication that sent the code. */
  readonly sentCode: (authenticationId: string, code: string) => string;
  /** Of a normalised recovery code. */
  readonly recoveryCode: (code: string) => Buffer;
  /** Hexadecimal; equal for repeats of one sign-in, and it does not tell the password. */
  readonly repeatedSignIn: (parts: readonly (string | Uint8Array)[]) => string;
}
