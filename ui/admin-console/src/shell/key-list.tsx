import { Checkbox, setPreferences, usePreferences, useText } from '@countersign/ui-kit';
import { SECTIONS } from './sections.ts';
import styles from './shell.module.css';

/** The keys and what they do; with the switch that turns the single ones off. */
export function KeyList() {
  const t = useText();
  const { hasShortcuts } = usePreferences();
  const rows = [
    ['Ctrl+K', t('shell.keys.palette')],
    ['/', t('shell.keys.search')],
    ['?', t('shell.keys.sheet')],
    ['Esc', t('shell.keys.close')],
    ['↑ ↓', t('shell.keys.rows')],
    ['x', t('shell.keys.select')],
    ...SECTIONS.filter(({ key }) => key).map(({ id, key }) => [`g ${key}`, t(`shell.section.${id}`)]),
  ] as const;
  return (
    <>
      <dl className={styles.keys}>
        {rows.map(([key, text]) => (
          <KeyRow key={key} name={key ?? ''} text={text ?? ''} />
        ))}
      </dl>
      <Checkbox
        label={t('shell.keys.enabled')}
        description={t('shell.keys.enabledAbout')}
        value={hasShortcuts}
        onChange={(value) => setPreferences({ hasShortcuts: value })}
      />
    </>
  );
}

function KeyRow({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{text}</dd>
    </>
  );
}
