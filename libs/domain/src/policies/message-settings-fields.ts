import { refused, type Check } from '../json-checks.ts';
import { checkMailTemplate } from '../messages/check-mail-template.ts';
import { MAIL_TEMPLATES, type MailEvent, type MailTemplate } from '../messages/mail-templates.ts';
import { LONGEST_PROMPT_OCTETS, PROMPT_IDS, PROMPTS } from '../messages/prompts.ts';
import { type Parsed, valid } from '../problem.ts';
import type { PromptId } from '../authentication/verdict.ts';
import type { Language } from '../users/user.ts';
import type { SettingKey, SettingValue } from './company-settings-catalogue.ts';
import { setting, type SettingField } from './setting-field.ts';

/** The texts that an administrator may word anew, per language. */
export interface MessageSettings {
  /** What a RADIUS client shows. */
  readonly prompts: Readonly<Record<PromptId, Readonly<Record<Language, string>>>>;
  readonly mails: Readonly<Record<MailEvent, Readonly<Record<Language, MailTemplate>>>>;
}

type PromptKey = `prompt.${PromptId}.${Language}`;
type MailKey = `mail.template.${MailEvent}.${Language}`;

const LANGUAGES = ['en', 'fr'] as const satisfies readonly Language[];
const MAIL_EVENTS = Object.keys(MAIL_TEMPLATES) as readonly MailEvent[];
const TONGUES = { en: { en: 'English', fr: 'anglais' }, fr: { en: 'French', fr: 'français' } } as const;

const promptLine: Check<string> = (value, field): Parsed<string> => {
  if (typeof value !== 'string') return refused(field, 'not_a_text', 'must be a text', undefined);
  const text = value.trim();
  if (text === '' || /[\p{Cc}\p{Cs}]/u.test(text)) {
    return refused(field, 'not_a_line', 'must be one line of text', undefined);
  }
  return new TextEncoder().encode(text).length > LONGEST_PROMPT_OCTETS
    ? refused(field, 'too_long', `must have at most ${LONGEST_PROMPT_OCTETS} octets`, undefined)
    : valid(text);
};

const promptFields = Object.fromEntries(
  PROMPT_IDS.flatMap((id) =>
    LANGUAGES.map((language) => {
      const words = id.replaceAll('_', ' ');
      const { en, fr } = TONGUES[language];
      const field = setting(
        PROMPTS[id][language],
        promptLine,
        `What a RADIUS client shows for "${words}", in ${en}.`,
        `Ce qu’un client RADIUS affiche pour « ${words} », en ${fr}.`,
      );
      return [`prompt.${id}.${language}`, field];
    }),
  ),
) as Readonly<Record<PromptKey, SettingField<string>>>;

const mailFields = Object.fromEntries(
  MAIL_EVENTS.flatMap((event) =>
    LANGUAGES.map((language) => {
      const { en, fr } = TONGUES[language];
      const field = setting<MailTemplate>(
        MAIL_TEMPLATES[event][language],
        (value, name) => checkMailTemplate(event, value, name),
        `The mail "${event.replaceAll('_', ' ')}" in ${en}.`,
        `Le courriel « ${event.replaceAll('_', ' ')} » en ${fr}.`,
      );
      return [`mail.template.${event}.${language}`, field];
    }),
  ),
) as Readonly<Record<MailKey, SettingField<MailTemplate>>>;

/** The settings of texts; those of text messages are older and stand in the catalogue itself. */
export const messageSettingFields = { ...promptFields, ...mailFields };

/** Reads the texts in force. */
export function messageSettings(read: <K extends SettingKey>(key: K) => SettingValue<K>): MessageSettings {
  const both = <T>(of: (language: Language) => T): Record<Language, T> => ({ en: of('en'), fr: of('fr') });
  return {
    prompts: Object.fromEntries(
      PROMPT_IDS.map((id) => [id, both((language) => read(`prompt.${id}.${language}`))]),
    ) as MessageSettings['prompts'],
    mails: Object.fromEntries(
      MAIL_EVENTS.map((event) => [event, both((language) => read(`mail.template.${event}.${language}`))]),
    ) as MessageSettings['mails'],
  };
}
