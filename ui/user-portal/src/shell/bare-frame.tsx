import { LanguageSwitch, Strips, ThemeSwitch, useText } from '@countersign/ui-kit';
import type { ReactNode } from 'react';
import styles from './shell.module.css';

/** The frame of the pages before the sign-in. */
export function BareFrame({ children }: { children: ReactNode }) {
  const t = useText();
  return (
    <div className={styles.bare}>
      <header className={styles.bareHead}>
        <strong>{t('shell.product')}</strong>
        <span>
          <LanguageSwitch />
          <ThemeSwitch />
        </span>
      </header>
      <main id="main" className={styles.bareMain}>
        <Strips />
        {children}
      </main>
    </div>
  );
}
