import { createIntl, createIntlCache, type IntlShape, type MessageFormatElement } from 'react-intl';

/** The languages that every text exists in. */
export const LANGUAGES = ['en', 'fr'] as const;
/** A language of the pages. */
export type Language = (typeof LANGUAGES)[number];

/** Messages by key; those with placeholders were parsed when the pages were built. */
export type Messages = Record<string, string | MessageFormatElement[]>;
/** What `virtual:texts` exports: how to fetch each scope in each language. */
export type TextLoaders = Record<string, Record<Language, () => Promise<{ default: Messages }>>>;

/** Values for the placeholders of a message. */
export type TextValues = Record<string, string | number | boolean | Date | null | undefined>;
/** Gives the text of a key in the language of the person. */
export type Translate = (key: string, values?: TextValues) => string;

const CHOICE_KEY = 'countersign.language';

/** True when `value` names a language of the pages. */
export function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.includes(value as Language);
}

/** The language that was chosen on this browser before. */
export function chosenLanguage(storage: Storage = localStorage): Language | undefined {
  const stored = storage.getItem(CHOICE_KEY);
  return isLanguage(stored) ? stored : undefined;
}

/** Remembers an explicit choice on this browser. */
export function rememberLanguage(language: Language, storage: Storage = localStorage): void {
  storage.setItem(CHOICE_KEY, language);
}

/** An explicit choice first, then the browser's languages, then English. */
export function firstLanguage(preferred: readonly string[], chosen?: Language): Language {
  if (chosen) return chosen;
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => isLanguage(tag));
  return isLanguage(known) ? known : 'en';
}

/** English dates are written day first here: the company is in Europe. */
export function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : 'fr-FR';
}

/** Fetches scopes once per language and keeps what was fetched, so that a change of language needs no reload. */
export class TextCatalogue {
  private readonly loaders: TextLoaders;
  private readonly wanted = new Set<string>(['base']);
  private readonly loaded = new Map<string, Messages>();
  private readonly listeners = new Set<() => void>();
  private intl: IntlShape;
  private current: Language;

  constructor(loaders: TextLoaders, language: Language) {
    this.loaders = loaders;
    this.current = language;
    this.intl = this.build();
  }

  get language(): Language {
    return this.current;
  }

  /** Changes with each change of language or of what is loaded. */
  snapshot = (): IntlShape => this.intl;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Resolves when the texts of these scopes can be shown. */
  async load(scopes: readonly string[]): Promise<void> {
    for (const scope of scopes) this.wanted.add(scope);
    const missing = scopes.filter((scope) => !this.loaded.has(`${scope}.${this.current}`));
    if (missing.length === 0) return;
    await Promise.all(missing.map((scope) => this.fetch(scope, this.current)));
    this.rebuild();
  }

  /** Shows everything that is loaded in another language. */
  async change(language: Language): Promise<void> {
    await Promise.all([...this.wanted].map((scope) => this.fetch(scope, language)));
    this.current = language;
    this.rebuild();
  }

  private async fetch(scope: string, language: Language): Promise<void> {
    const loader = this.loaders[scope]?.[language];
    if (!loader) throw new Error(`There are no texts of the scope ${scope}.`);
    const module = await loader();
    this.loaded.set(`${scope}.${language}`, parsed(module.default));
  }

  private rebuild(): void {
    this.intl = this.build();
    for (const listener of this.listeners) listener();
  }

  private build(): IntlShape {
    const messages = Object.assign({}, ...[...this.wanted].map((scope) => this.loaded.get(`${scope}.${this.current}`)));
    const onError = (error: Error) => reportError(error);
    return createIntl({ locale: localeOf(this.current), messages, onError }, createIntlCache());
  }
}

/** A plain string is a message of one piece: without a parser react-intl wants to be told so. */
function parsed(messages: Messages): Messages {
  const pieces = (message: Messages[string]) => (typeof message === 'string' ? [{ type: 0, value: message }] : message);
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [key, pieces(message) as Messages[string]]),
  );
}
