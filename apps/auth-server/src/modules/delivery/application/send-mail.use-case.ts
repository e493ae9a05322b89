import type { DeliveryQueue } from './ports/delivery-queue.ts';
import type { MailMessage, MailMessages } from './ports/mail-messages.ts';

/** A late notice helps nobody, and a job waits meanwhile; the journal has what happened. */
const LIFETIME_MILLISECONDS = 3_600_000;

/** Sends a mail by way of the delivery-worker, which alone speaks to mail servers. */
export class SendMail implements MailMessages {
  readonly #queue: DeliveryQueue;
  readonly #newDeliveryId: (now: number) => string;

  constructor(queue: DeliveryQueue, newDeliveryId: (now: number) => string) {
    this.#queue = queue;
    this.#newDeliveryId = newDeliveryId;
  }

  async send({ userId, address, language, subject, text, now }: MailMessage): Promise<string> {
    const deliveryId = this.#newDeliveryId(now);
    const expiresAt = now + LIFETIME_MILLISECONDS;
    const mail = { deliveryId, authenticationId: '', userId, text, language, expiresAt };
    await this.#queue.put({ ...mail, channel: 'mail', number: address, subject });
    return deliveryId;
  }
}
