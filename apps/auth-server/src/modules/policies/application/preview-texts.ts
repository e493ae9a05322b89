import {
  type CompanySettings,
  type Language,
  type MailTemplate,
  type MailValues,
  renderMail,
  renderTextMessage,
  spokenPrompt,
  textLength,
} from '@countersign/domain';
import type { WantedSetting } from './change-settings.use-case.ts';

/** A text as a person would read it, with made-up values in it. */
export interface TextPreview {
  readonly key: string;
  readonly subject: string;
  readonly sample: string;
  readonly encoding: 'gsm7' | 'ucs2';
  readonly units: number;
  readonly segments: number;
  readonly octets: number;
}

const SAMPLE_MESSAGE = { otp: '482913', applicationName: 'Remote access' };

/** The previews of those settings that are texts. */
export function previewTexts(wanted: readonly WantedSetting[], settings: CompanySettings): readonly TextPreview[] {
  return wanted.flatMap(({ key, value }) => {
    const text = sampleOf(key, value, settings);
    return text === undefined ? [] : [measured(key, text)];
  });
}

function sampleOf(
  key: string,
  value: unknown,
  settings: CompanySettings,
): { readonly subject: string; readonly text: string } | undefined {
  if (key.startsWith('text_message.template.') && typeof value === 'string') {
    return { subject: '', text: renderTextMessage(value, SAMPLE_MESSAGE) };
  }
  if (key.startsWith('prompt.') && typeof value === 'string') return { subject: '', text: spokenPrompt(value) };
  if (!key.startsWith('mail.template.')) return undefined;
  return renderMail(value as MailTemplate, sampleValues(key.endsWith('.fr') ? 'fr' : 'en', settings));
}

function measured(key: string, { subject, text }: { readonly subject: string; readonly text: string }): TextPreview {
  return { key, subject, sample: text, ...textLength(text), octets: Buffer.byteLength(text) };
}

/** A user who does not exist; the name shows that nothing of it is taken for a placeholder. */
function sampleValues(language: Language, { portal }: CompanySettings): MailValues {
  const isFrench = language === 'fr';
  return {
    name: 'Zoé <$pin$> Martin',
    user_name: 'zoe.martin',
    organisation: portal.organisation === '' ? 'Example Ltd' : portal.organisation,
    portal_url: portal.url === '' ? 'https://portal.example.org' : portal.url,
    help_contact: portal.helpContact === '' ? '+41 44 000 00 00' : portal.helpContact,
    what: isFrench ? 'Application sur téléphone' : 'App on a phone',
    when: isFrench ? '22 novembre 2026 à 09:14 UTC' : '22 November 2026, 09:14 UTC',
    pin: '835279',
  };
}
