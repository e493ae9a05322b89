import type { E164Phone, Language, User } from '@countersign/domain';

/** DI token of the {@link TextMessages}. */
export const TEXT_MESSAGES = Symbol('TEXT_MESSAGES');

/** A code to be sent to a phone. */
export interface TextMessage {
  readonly authenticationId: string;
  readonly user: Pick<User, 'id'>;
  readonly phone: E164Phone;
  readonly code: string;
  readonly applicationName: string;
  readonly language: Language;
  /** Milliseconds since 1970: when the code ends, and the message with it. */
  readonly expiresAt: number;
  readonly now: number;
}

/**
 * `queued` means that the delivery-worker will have it, not that it arrived. `limited` means that no message may be sent
 * now: to this number, for this user, or to this country at all.
 */
export type TextMessageOutcome =
  | { readonly kind: 'queued'; readonly deliveryId: string }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number };

/** Sends one-time codes, within the limits against toll fraud. */
export interface TextMessages {
  /** @throws DomainError `delivery_unavailable` when the queue does not take it */
  send(message: TextMessage): Promise<TextMessageOutcome>;
}
