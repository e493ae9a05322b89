import type { Language } from '@countersign/domain';

/** A text on its way to a phone. */
export interface OutgoingText {
  readonly deliveryId: string;
  readonly authenticationId: string;
  readonly userId: string;
  /** E.164. */
  readonly number: string;
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
