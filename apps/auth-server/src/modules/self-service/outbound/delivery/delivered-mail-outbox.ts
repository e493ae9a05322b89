import { renderMail } from '@countersign/domain';
import type { MailMessages } from '../../../delivery/index.ts';
import type { CompanySettingsSource } from '../../../policies/index.ts';
import type { MailOutbox, OutgoingMail } from '../../application/ports/notices.ts';

/** Mails in the company's own words, by way of the delivery module. */
export class DeliveredMailOutbox implements MailOutbox {
  readonly #messages: MailMessages;
  readonly #settings: CompanySettingsSource;

  constructor(messages: MailMessages, settings: CompanySettingsSource) {
    this.#messages = messages;
    this.#settings = settings;
  }

  async send({ userId, mail, language, event, values, now }: OutgoingMail): Promise<void> {
    const { mailRelay, messages } = this.#settings.current();
    // Whoever turned mails off wants none, whatever they are about.
    if (!mailRelay.isEnabled) return;
    const { subject, text } = renderMail(messages.mails[event][language], values);
    await this.#messages.send({ userId, address: mail, language, subject: subject.slice(0, 200), text, now });
  }
}
