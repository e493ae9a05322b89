import {
  Button,
  cx,
  GoTo,
  Icon,
  type IconName,
  LanguageSwitch,
  NavLink,
  Strips,
  ThemeSwitch,
  useLocationPath,
  useSession,
  useText,
} from '@countersign/ui-kit';
import { type ReactNode, useEffect, useState } from 'react';
import styles from './shell.module.css';

const SECTIONS: readonly { id: string; path: string; icon: IconName }[] = [
  { id: 'methods', path: '/methods', icon: 'shield' },
  { id: 'phones', path: '/phones', icon: 'phone' },
  { id: 'activity', path: '/activity', icon: 'list' },
  { id: 'bypass', path: '/bypass', icon: 'clock' },
  { id: 'sessions', path: '/sessions', icon: 'key' },
  { id: 'preferences', path: '/preferences', icon: 'menu' },
];

/** Header, navigation, strips, and the page of the portal; made for phones first. */
export function PortalShell({ children }: { children: ReactNode }) {
  const t = useText();
  const path = useLocationPath();
  const { session, signOut } = useSession();
  const [isNavOpen, setNavOpen] = useState(false);
  useEffect(() => setNavOpen(false), [path]);
  // Without a method nothing but the enrollment is open; the core says so as well.
  const isEnrolling = session?.level === 'enrolling';
  if (isEnrolling && !path.startsWith('/enroll')) return <GoTo to="/enroll" />;
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t('shell.skip')}
      </a>
      <header className={styles.head}>
        {!isEnrolling && (
          <span className={styles.menuButton}>
            <Button
              kind="quiet"
              icon="menu"
              isIconOnly
              aria-expanded={isNavOpen}
              aria-controls="nav"
              onClick={() => setNavOpen(!isNavOpen)}
            >
              {t('shell.menu')}
            </Button>
          </span>
        )}
        <strong className={styles.brand}>{t('shell.product')}</strong>
        <div className={styles.tools}>
          <Button kind="quiet" icon="out" onClick={() => void signOut()}>
            {t('shell.signOut')}
          </Button>
        </div>
      </header>
      {!isEnrolling && (
        <nav id="nav" aria-label={t('shell.navigation')} className={cx(styles.nav, isNavOpen && styles.navOpen)}>
          <ul>
            {SECTIONS.map((section) => (
              <li key={section.id}>
                <NavLink to={section.path} className={styles.link}>
                  <Icon name={section.icon} />
                  {t(`shell.section.${section.id}`)}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <main id="main" className={styles.main} tabIndex={-1}>
        <Strips />
        {children}
        <footer className={styles.foot}>
          <LanguageSwitch />
          <ThemeSwitch />
        </footer>
      </main>
    </div>
  );
}
