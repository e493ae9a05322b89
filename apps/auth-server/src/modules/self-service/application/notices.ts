import { type Language, MAIL_TEMPLATES, type MailEvent, type MailValues } from '@countersign/domain';
import type { CompanySettingsSource } from '../../policies/index.ts';
import type { ManagedUser } from '../../users/index.ts';
import type { MailOutbox } from './ports/notices.ts';
import type { SelfServiceStore } from './ports/self-service-store.ts';

/** What {@link Notices} needs. */
export interface NoticesDependencies {
  readonly outbox: MailOutbox;
  readonly store: Pick<SelfServiceStore, 'facts'>;
  readonly settings: CompanySettingsSource;
  /** Told of a notice that could not be sent; the change it is about stays. */
  readonly onFailure: (event: MailEvent, userId: string, problem: unknown) => void;
}

/** What a notice is about. */
export interface Notice {
  readonly event: MailEvent;
  /** What was changed, per language; masked where it is a number. */
  readonly what: Readonly<Record<Language, string>>;
}

const PRODUCT = 'Countersign';

/** Tells people by mail what changed in their account; a mail that cannot be sent takes nothing back. */
export class Notices {
  readonly #with: NoticesDependencies;

  constructor(dependencies: NoticesDependencies) {
    this.#with = dependencies;
  }

  async tell(user: ManagedUser, { event, what }: Notice, now: number): Promise<void> {
    if (user.mail === '') return;
    try {
      const { preferences } = await this.#with.store.facts(user.id);
      const language = this.languageOf(user, preferences.uiLanguage);
      const values = {
        ...this.valuesOf(user),
        what: what[language],
        when: whenText(now, language, preferences.timeZone),
      };
      await this.#with.outbox.send({ userId: user.id, mail: user.mail, language, event, values, now });
    } catch (problem) {
      this.#with.onFailure(event, user.id, problem);
    }
  }

  /** A mail that is asked for: whoever asks learns when it cannot be sent. */
  async send(user: ManagedUser, event: MailEvent, given: Partial<MailValues>, now: number): Promise<void> {
    const language = this.languageOf(user, '');
    const values = { ...this.valuesOf(user), ...given };
    await this.#with.outbox.send({ userId: user.id, mail: user.mail, language, event, values, now });
  }

  languageOf(user: ManagedUser, uiLanguage: string): Language {
    if (uiLanguage === 'en' || uiLanguage === 'fr') return uiLanguage;
    return user.languages.text ?? this.#with.settings.current().language;
  }

  valuesOf(user: ManagedUser): MailValues {
    const { organisation, url, helpContact } = this.#with.settings.current().portal;
    return {
      name: `${user.firstName} ${user.lastName}`.trim() || user.userName,
      user_name: user.userName,
      organisation: organisation || PRODUCT,
      portal_url: url,
      help_contact: helpContact,
      what: '',
      when: '',
      pin: '',
    };
  }
}

/** Whether there is such a mail. */
export function isMailEvent(name: string): name is MailEvent {
  return Object.hasOwn(MAIL_TEMPLATES, name);
}

/** An instant as people read it, with its zone. */
export function whenText(at: number, language: Language, timeZone: string): string {
  const options = { dateStyle: 'long', timeStyle: 'long', timeZone: timeZone === '' ? 'UTC' : timeZone } as const;
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', options).format(new Date(at));
}
