import { MAIL_TEMPLATES, renderMail } from '@countersign/domain';
import type { MailMessages } from '../../../delivery/index.ts';
import type { MailOutbox, OutgoingMail } from '../../application/ports/notices.ts';

/** Mails from the built-in texts, by way of the delivery module. */
export class DeliveredMailOutbox implements MailOutbox {
  readonly #messages: MailMessages;

  constructor(messages: MailMessages) {
    this.#messages = messages;
  }

  async send({ userId, mail, language, event, values, now }: OutgoingMail): Promise<void> {
    const { subject, text } = renderMail(MAIL_TEMPLATES[event][language], values);
    await this.#messages.send({ userId, address: mail, language, subject: subject.slice(0, 200), text, now });
  }
}
