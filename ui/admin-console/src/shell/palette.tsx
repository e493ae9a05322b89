import { Dialog, Icon, useGo, useSession, useText } from '@countersign/ui-kit';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { type Found, useUserHits } from './palette-search.ts';
import { sectionsFor } from './sections.ts';
import styles from './shell.module.css';
import { SETTINGS } from './settings-index.ts';

/** Finds sections, settings and users by their names (A31). */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const places = usePlaces(text);
  const users = useUserHits(text);
  const hits = [...places, ...users].slice(0, 12);
  const index = Math.min(chosen, hits.length - 1);
  const open = (hit: Found | undefined) => {
    if (!hit) return;
    onClose();
    go(hit.path);
  };
  const keyed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setChosen((index + step + hits.length) % Math.max(1, hits.length));
    }
    if (event.key === 'Enter') open(hits[index]);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('shell.palette.title')} initialFocus={field}>
      <input
        ref={field}
        type="search"
        role="combobox"
        className={styles.search}
        aria-label={t('shell.palette.label')}
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={hits[index] ? `${id}-${index}` : undefined}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={keyed}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={t('shell.palette.results')} className={styles.results}>
        {hits.map((hit, i) => (
          <li
            key={hit.path + hit.label}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === index}
            className={styles.result}
            onClick={() => open(hit)}
          >
            <Icon name={hit.icon} />
            {hit.label}
          </li>
        ))}
      </ul>
      <p role="status">
        {hits.length === 0 ? t('shell.palette.none') : t('shell.palette.count', { count: hits.length })}
      </p>
    </Dialog>
  );
}

/** Without accents and capitals, so that "reglages" finds "Réglages". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function usePlaces(text: string): readonly Found[] {
  const t = useText();
  const { may } = useSession();
  return useMemo(() => {
    const sections = sectionsFor(may);
    const open = new Set(sections.map(({ path }) => path));
    const places: Found[] = sections.map(({ id, path, icon }) => ({ label: t(`shell.section.${id}`), path, icon }));
    for (const { id, path } of SETTINGS) {
      if (open.has(path.split('#')[0] ?? path)) places.push({ label: t(`shell.setting.${id}`), path, icon: 'menu' });
    }
    const words = folded(text.trim()).split(/\s+/);
    return places.filter(({ label }) => words.every((word) => folded(label).includes(word)));
  }, [text, t, may]);
}
