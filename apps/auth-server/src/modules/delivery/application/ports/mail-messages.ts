import type { Language } from '@countersign/domain';

/** DI token of the {@link MailMessages}. */
export const MAIL_MESSAGES = Symbol('MAIL_MESSAGES');

/** A mail to a user. */
export interface MailMessage {
  readonly userId: string;
  readonly address: string;
  readonly language: Language;
  readonly subject: string;
  /** Plain text; may hold a first PIN, so it is sealed before it leaves this process. */
  readonly text: string;
  readonly now: number;
}

/** Hands mails to the delivery-worker. */
export interface MailMessages {
  /**
   * @returns the id of the delivery, under which the journal says what became of it
   * @throws DomainError `delivery_unavailable` when the queue does not take it
   */
  send(message: MailMessage): Promise<string>;
}
