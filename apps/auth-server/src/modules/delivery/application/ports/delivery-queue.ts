import type { Language } from '@countersign/domain';

/** A text on its way to a phone or a mailbox. */
export interface OutgoingText {
  readonly deliveryId: string;
  readonly authenticationId: string;
  readonly userId: string;
  /** Left out: a text message. */
  readonly channel?: 'text_message' | 'mail';
  /** E.164, or a mail address. */
  readonly number: string;
  /** Of a mail. */
  readonly subject?: string;
  /** Holds the code: sealed before it leaves this process. */
  readonly text: string;
  readonly language: Language;
  readonly expiresAt: number;
}

/** Where the delivery-worker takes its work from. */
export interface DeliveryQueue {
  /** @throws DomainError `delivery_unavailable` when it does not take the message within a second */
  put(text: OutgoingText): Promise<void>;
}
