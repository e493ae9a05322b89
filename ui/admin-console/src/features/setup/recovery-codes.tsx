import { Banner, Button, Card, Checkbox, Cluster, Copy, Mono, useGo, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import styles from './setup.module.css';

/** Shown once; the way on opens when they are kept. */
export function RecoveryCodes({ codes, userName }: { codes: readonly string[]; userName: string }) {
  const t = useText();
  const go = useGo();
  const text = codes.join('\n');
  const [isKept, setKept] = useState(false);
  return (
    <Card title={t('setup.recovery.title')}>
      <Banner tone="success" isAnnounced>
        {t('setup.administrator.done', { name: userName })}
      </Banner>
      <p>{t('setup.recovery.text')}</p>
      <ul className={styles.codes} aria-label={t('setup.recovery.title')}>
        {codes.map((code) => (
          <li key={code}>
            <Mono>{code}</Mono>
          </li>
        ))}
      </ul>
      <Cluster>
        <Copy text={text} label={t('setup.recovery.copy')} />
        <Button icon="print" onClick={() => globalThis.print()}>
          {t('setup.recovery.print')}
        </Button>
      </Cluster>
      <Checkbox label={t('setup.recovery.kept')} value={isKept} onChange={setKept} />
      <Button kind="primary" disabledReason={!isKept && t('setup.recovery.first')} onClick={() => go('/setup/checks')}>
        {t('setup.next')}
      </Button>
    </Card>
  );
}
