import type { ChannelLanguages, Language } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { changeOwn } from './factor-change.ts';
import { forbidden } from './manage-methods.use-case.ts';
import type { PagePreferences } from './ports/self-service-store.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** Everything that somebody may prefer; an empty language is the company's. */
export interface Preferences extends PagePreferences {
  readonly callLanguage: string;
  readonly textLanguage: string;
  readonly appLanguage: string;
  readonly oathLanguage: string;
}

/** What the page of preferences shows. */
export interface ShownPreferences {
  readonly preferences: Preferences;
  readonly canSelectLanguage: boolean;
  readonly maskedMail: string;
}

/** Languages, theme and time zone of the person who asks. They are no factor, so they need no proof. */
export class OwnPreferences {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async get(context: CommandContext): Promise<ShownPreferences> {
    const { finder, store, settings } = this.#with;
    const { userId } = personOf(context);
    const [user, facts] = await Promise.all([finder.find(userId, undefined), store.facts(userId)]);
    return {
      preferences: { ...facts.preferences, ...fromChannels(user.languages) },
      canSelectLanguage: settings.current().portal.isLanguageSelectionAllowed,
      maskedMail: maskMail(user.mail),
    };
  }

  async set(wanted: Preferences, context: CommandContext): Promise<Preferences> {
    const { users, store, settings } = this.#with;
    const { uiLanguage, theme, timeZone } = wanted;
    if (timeZone !== '' && !isTimeZone(timeZone)) {
      throw new DomainError('invalid_request', 'There is no such time zone: use a name like Europe/Paris.', {
        field: 'time_zone',
      });
    }
    const languages = toChannels(wanted);
    return await changeOwn(this.#with, context, { needsNoProof: true }, async (tx, user) => {
      const isOther = JSON.stringify(fromChannels(user.languages)) !== JSON.stringify(fromChannels(languages));
      if (isOther && !settings.current().portal.isLanguageSelectionAllowed) throw forbidden('choose your languages');
      await store.setPreferences(tx, user.id, { uiLanguage, theme, timeZone }, context.now);
      if (isOther) {
        const change = { id: user.id, changes: { languages }, passwordHash: undefined, phone: undefined };
        await users.change(tx, [{ ...change, updatedAt: context.now }]);
      }
      const result = { uiLanguage, theme, timeZone, ...fromChannels(languages) };
      return { result, entry: { action: 'preferences_set', details: { ...result } } };
    });
  }
}

function fromChannels({ call = '', text = '', app = '', oath = '' }: Partial<Record<keyof ChannelLanguages, string>>) {
  return { callLanguage: call, textLanguage: text, appLanguage: app, oathLanguage: oath };
}

function toChannels({ callLanguage, textLanguage, appLanguage, oathLanguage }: Preferences): ChannelLanguages {
  const given = { call: callLanguage, text: textLanguage, app: appLanguage, oath: oathLanguage };
  const chosen = Object.entries(given).filter(([, language]) => language !== '');
  return Object.fromEntries(chosen) as Partial<Record<keyof ChannelLanguages, Language>>;
}

/** "a***@example.org": enough to recognise one's own address. */
export function maskMail(mail: string): string {
  const at = mail.lastIndexOf('@');
  return at < 1 ? '' : `${mail.slice(0, 1)}***${mail.slice(at)}`;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
