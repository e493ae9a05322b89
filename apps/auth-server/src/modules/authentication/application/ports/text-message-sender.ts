import type { E164Phone, Language, User } from '@countersign/domain';

/** DI token of the {@link TextMessageSender}. */
export const TEXT_MESSAGE_SENDER = Symbol('TEXT_MESSAGE_SENDER');

/** A code to be sent to a phone. */
export interface TextMessage {
  readonly authenticationId: string;
  readonly user: User;
  readonly phone: E164Phone;
  readonly code: string;
  readonly applicationName: string;
  readonly language: Language;
  /** Milliseconds since 1970: when the code ends. */
  readonly expiresAt: number;
  readonly now: number;
}

/** `queued` means that the delivery-worker has it, not that it arrived. */
export type TextMessageOutcome =
  | { readonly kind: 'queued'; readonly deliveryId: string }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number };

/** Hands a text message to delivery, within the limits against toll fraud. */
export interface TextMessageSender {
  send(message: TextMessage): Promise<TextMessageOutcome>;
}
