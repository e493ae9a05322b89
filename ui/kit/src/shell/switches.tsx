import { LANGUAGES, type Language } from '../text/catalogue.ts';
import { useLanguage, useText } from '../text/text-context.tsx';
import { setPreferences, type Theme, usePreferences } from './preferences.ts';
import styles from './switches.module.css';

const NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Each language under its own name, marked with it. */
export function LanguageSwitch() {
  const t = useText();
  const { language, change } = useLanguage();
  return (
    <div role="group" aria-label={t('kit.language')} className={styles.group}>
      {LANGUAGES.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          className={styles.choice}
          aria-pressed={each === language}
          onClick={() => void change(each)}
        >
          {NAMES[each]}
        </button>
      ))}
    </div>
  );
}

/** As the system, light, or dark. */
export function ThemeSwitch() {
  const t = useText();
  const { theme } = usePreferences();
  return (
    <select
      className={styles.theme}
      aria-label={t('kit.theme.label')}
      value={theme}
      onChange={(event) => setPreferences({ theme: event.currentTarget.value as Theme })}
    >
      {THEMES.map((each) => (
        <option key={each} value={each}>
          {t(`kit.theme.${each}`)}
        </option>
      ))}
    </select>
  );
}
