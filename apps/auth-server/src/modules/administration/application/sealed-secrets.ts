import { type SealedLocation, type Sealer, sealedWith } from '@countersign/crypto';
import type { SecretBytes } from '@countersign/errors';

/** DI token of the {@link SealedSecrets}. */
export const SEALED_SECRETS = Symbol('SEALED_SECRETS');

/** Seals and opens the secrets of records, and says which key did it. */
export class SealedSecrets {
  readonly #sealer: Sealer;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  /** The sealed octets, and the id of the key for the column `sealed_with`. */
  seal(secret: SecretBytes, location: SealedLocation): { readonly sealed: Buffer; readonly keyId: string } {
    const sealed = this.#sealer.seal(secret, location);
    return { sealed, keyId: sealedWith(sealed) };
  }

  /** @throws SealBroken when it was altered or moved, or its key is nowhere */
  open(sealed: Uint8Array, location: SealedLocation): SecretBytes {
    return this.#sealer.open(sealed, location);
  }
}
