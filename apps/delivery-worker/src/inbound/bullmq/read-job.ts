import { type DeliveryJob, deliveryJobSchema } from '@countersign/contracts';
import { type Keyring, SealBroken, Sealer } from '@countersign/crypto';
import type { Delivery } from '../../application/deliver-message.use-case.ts';

/** Turns the data of a job into a delivery, unsealing the text. */
export class JobReader {
  readonly #keyring: Keyring;
  readonly #sealer: Sealer;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
    this.#sealer = new Sealer(keyring);
  }

  /** Undefined: these data are no job of ours, and there is nobody to report to. */
  read(data: unknown): Delivery | undefined {
    const result = deliveryJobSchema.safeParse(data);
    if (!result.success) return undefined;
    const { sealedText: _sealed, expiresAtMilliseconds, ...delivery } = result.data;
    return {
      ...{ ...delivery, expiresAt: expiresAtMilliseconds },
      ...this.#open(result.data),
    };
  }

  #open(job: DeliveryJob): Pick<Delivery, 'text' | 'problem'> {
    try {
      return { text: this.#unseal(job) };
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      return { text: undefined, problem: `the text could not be unsealed: ${error.reason}` };
    }
  }

  #unseal({ deliveryId, sealedText }: DeliveryJob) {
    const sealed = Buffer.from(sealedText, 'base64');
    const location = { table: 'delivery_jobs', column: 'text', row: deliveryId };
    try {
      return this.#sealer.open(sealed, location);
    } catch (error) {
      // The keys were rotated since this process read them.
      if (!(error instanceof SealBroken) || error.reason !== 'unknown_key' || !this.#keyring.reload()) throw error;
      return this.#sealer.open(sealed, location);
    }
  }
}
