import type { Language, MailEvent, MailValues } from '@countersign/domain';

/** DI token of the {@link MailOutbox}. */
export const MAIL_OUTBOX = Symbol('MAIL_OUTBOX');

/** A mail to one user. */
export interface OutgoingMail {
  readonly userId: string;
  readonly mail: string;
  readonly language: Language;
  readonly event: MailEvent;
  readonly values: MailValues;
  readonly now: number;
}

/** Takes mails for the delivery-worker. */
export interface MailOutbox {
  /** @throws DomainError `delivery_unavailable` when the queue does not take it */
  send(mail: OutgoingMail): Promise<void>;
}
