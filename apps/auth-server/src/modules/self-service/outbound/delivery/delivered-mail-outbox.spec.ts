import { describe, expect, it } from '@jest/globals';
import { defaultCompanySettings } from '@countersign/domain';
import type { MailMessage } from '../../../delivery/index.ts';
import { DeliveredMailOutbox } from './delivered-mail-outbox.ts';

describe('a mail of self-service', () => {
  it('is written in the words of the company, in the language of the person', async () => {
    const sent: MailMessage[] = [];
    const messages = { send: async (message: MailMessage) => await Promise.resolve(String(sent.push(message))) };
    const pin_set = {
      en: { subject: 'New PIN', text: 'Hello' },
      fr: { subject: 'Code PIN', text: 'Bonjour <$name$>' },
    };
    const company = {
      ...defaultCompanySettings.messages,
      mails: { ...defaultCompanySettings.messages.mails, pin_set },
    };
    const settings = { current: () => ({ ...defaultCompanySettings, messages: company }) };
    const values = {
      name: 'Zoé\r\nBcc: x',
      user_name: '',
      organisation: '',
      portal_url: '',
      help_contact: '',
      what: '',
      when: '',
      pin: '',
    };
    const outbox = new DeliveredMailOutbox(messages, settings);
    await outbox.send({ userId: 'u', mail: 'z@example.org', language: 'fr', event: 'pin_set', values, now: 1 });
    expect(sent).toEqual([
      {
        userId: 'u',
        address: 'z@example.org',
        language: 'fr',
        subject: 'Code PIN',
        text: 'Bonjour Zoé Bcc: x',
        now: 1,
      },
    ]);
  });
});
