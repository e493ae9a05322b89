import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { type Language, localeOf, rememberLanguage, type TextCatalogue, type Translate } from './catalogue.ts';

const CatalogueContext = createContext<TextCatalogue | undefined>(undefined);

/** Makes the texts known to everything below it, and the language known to the document. */
export function TextProvider({ catalogue, children }: { catalogue: TextCatalogue; children: ReactNode }) {
  useSyncExternalStore(catalogue.subscribe, catalogue.snapshot);
  useEffect(() => {
    document.documentElement.lang = catalogue.language;
  });
  return <CatalogueContext.Provider value={catalogue}>{children}</CatalogueContext.Provider>;
}

/** The catalogue itself, to load scopes. */
export function useCatalogue(): TextCatalogue {
  const catalogue = useContext(CatalogueContext);
  if (!catalogue) throw new Error('There is no TextProvider above this component.');
  return catalogue;
}

/** `t(key, values)`: the text of a key in the language of the person. */
export function useText(): Translate {
  const catalogue = useCatalogue();
  const intl = useSyncExternalStore(catalogue.subscribe, catalogue.snapshot);
  return useMemo<Translate>(() => (key, values) => intl.formatMessage({ id: key }, values), [intl]);
}

/** True when a text exists: for texts of codes that a newer server may send. */
export function useHasText(): (key: string) => boolean {
  const catalogue = useCatalogue();
  const intl = useSyncExternalStore(catalogue.subscribe, catalogue.snapshot);
  return (key) => Object.hasOwn(intl.messages, key);
}

/** The language, its locale for `Intl`, and how to change it without a reload. */
export function useLanguage(): { language: Language; locale: string; change: (language: Language) => Promise<void> } {
  const catalogue = useCatalogue();
  useSyncExternalStore(catalogue.subscribe, catalogue.snapshot);
  return {
    language: catalogue.language,
    locale: localeOf(catalogue.language),
    change: async (language) => {
      await catalogue.change(language);
      rememberLanguage(language);
    },
  };
}
