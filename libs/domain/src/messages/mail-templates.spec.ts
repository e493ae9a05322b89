import { describe, expect, it } from '@jest/globals';
import { MAIL_TEMPLATES, MAIL_VALUES, type MailEvent, type MailValues, renderMail } from './mail-templates.ts';

const events = Object.keys(MAIL_TEMPLATES) as MailEvent[];
const values: MailValues = {
  name: 'Alice',
  user_name: 'alice',
  organisation: 'Contoso',
  portal_url: 'https://mfa.contoso.example',
  help_contact: '1234',
  what: 'Phone +41 *******67',
  when: '1 March 2026',
  pin: '739164',
};

describe('a mail', () => {
  it.each(events)('%s has the same places in both languages, all of them known', (event) => {
    const placesOf = (language: 'en' | 'fr') => {
      const { subject, text } = MAIL_TEMPLATES[event][language];
      return [...new Set([...`${subject}${text}`.matchAll(/<\$([a-z_]+)\$>/g)].map(([, name]) => name ?? ''))].sort();
    };
    expect(placesOf('fr')).toEqual(placesOf('en'));
    expect(placesOf('en').filter((name) => !(MAIL_VALUES as readonly string[]).includes(name))).toEqual([]);
  });

  it.each(events)('%s holds the PIN only where it says so', (event) => {
    expect(renderMail(MAIL_TEMPLATES[event].en, values).text.includes(values.pin)).toBe(/^welcome_.*_pin$/.test(event));
  });

  it('takes a value for what it is: no place, no further line', () => {
    const { subject, text } = renderMail(
      { subject: 'To <$name$>', text: 'Dear <$name$>' },
      { ...values, name: '<$pin$>\r\nBcc: eve@example.org' },
    );
    expect(subject).toBe('To <$pin$> Bcc: eve@example.org');
    expect(text).toBe('Dear <$pin$> Bcc: eve@example.org');
  });
});
