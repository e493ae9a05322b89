import {
  Button,
  cx,
  Dialog,
  Icon,
  LanguageSwitch,
  Menu,
  NavLink,
  Strips,
  ThemeSwitch,
  useLocationPath,
  useSession,
  useText,
} from '@countersign/ui-kit';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { sectionsFor } from './sections.ts';
import styles from './shell.module.css';
import { useShortcuts } from './shortcuts.ts';

const KeyList = lazy(async () => ({ default: (await import('./key-list.tsx')).KeyList }));
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

type Sheet = 'palette' | 'keys' | undefined;

/** Header, navigation, strips, and the page of the console. */
export function ConsoleShell({ children }: { children: ReactNode }) {
  const t = useText();
  const [sheet, setSheet] = useState<Sheet>();
  const [isNavOpen, setNavOpen] = useState(false);
  const path = useLocationPath();
  useEffect(() => setNavOpen(false), [path]);
  useShortcuts({ onPalette: () => setSheet('palette'), onKeys: () => setSheet('keys') });
  const close = () => setSheet(undefined);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t('shell.skip')}
      </a>
      <header className={styles.head}>
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
        <NavLink to="/" className={styles.brand}>
          {t('shell.product')}
        </NavLink>
        <HeaderTools onPalette={() => setSheet('palette')} onKeys={() => setSheet('keys')} />
      </header>
      <Navigation isOpen={isNavOpen} />
      <main id="main" className={styles.main} tabIndex={-1}>
        <Strips serversPath="/servers" />
        {children}
      </main>
      {sheet === 'palette' && (
        <Suspense>
          <Palette onClose={close} />
        </Suspense>
      )}
      <Dialog isOpen={sheet === 'keys'} onClose={close} title={t('shell.keys.title')}>
        <Suspense>
          <KeyList />
        </Suspense>
      </Dialog>
    </div>
  );
}

function HeaderTools({ onPalette, onKeys }: { onPalette: () => void; onKeys: () => void }) {
  const t = useText();
  const { session, signOut } = useSession();
  const name = session?.displayName || session?.userName || '';
  return (
    <div className={styles.tools}>
      <Button kind="quiet" icon="search" isIconOnly aria-haspopup="dialog" onClick={onPalette}>
        {t('shell.palette.open')}
      </Button>
      <span className={styles.wideOnly}>
        <LanguageSwitch />
        <ThemeSwitch />
      </span>
      <Menu
        label={t('shell.account', { name })}
        icon="user"
        isIconOnly
        items={[
          { label: t('shell.section.account'), to: '/account', icon: 'user' },
          { label: t('shell.keys.title'), onSelect: onKeys, icon: 'question' },
          { label: t('shell.signOut'), onSelect: () => void signOut(), icon: 'out' },
        ]}
      />
    </div>
  );
}

function Navigation({ isOpen }: { isOpen: boolean }) {
  const t = useText();
  const { may } = useSession();
  return (
    <nav id="nav" aria-label={t('shell.navigation')} className={cx(styles.nav, isOpen && styles.navOpen)}>
      <ul>
        {sectionsFor(may).map((section) => (
          <li key={section.id}>
            <NavLink to={section.path} className={styles.link}>
              <Icon name={section.icon} />
              {t(`shell.section.${section.id}`)}
            </NavLink>
          </li>
        ))}
      </ul>
      <div className={styles.narrowOnly}>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </nav>
  );
}
