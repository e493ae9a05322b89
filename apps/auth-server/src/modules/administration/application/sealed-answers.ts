import type { Sealer } from '@countersign/crypto';
import { SecretBytes } from '@countersign/errors';

/**
 * What is shown once (a PIN, a seed, a shared secret) is part of an answer that the unit of work keeps for repeats of the
 * request. It is kept sealed, so that the database never holds it in clear.
 */
export class SealedAnswers {
  readonly #sealer: Sealer;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  /** Base64; `row` is the id of what the secret belongs to. */
  seal(text: string, row: string): string {
    return this.#sealer.seal(SecretBytes.fromText(text), locationOf(row)).toString('base64');
  }

  /** @throws SealBroken when the stored answer was altered */
  open(sealed: string, row: string): string {
    return this.#sealer.open(Buffer.from(sealed, 'base64'), locationOf(row)).expose().toString('utf8');
  }
}

function locationOf(row: string) {
  return { table: 'idempotency_keys', column: 'response', row };
}
