import type { ReactNode } from 'react';
import { asProblem } from '../api/problem.ts';
import { useHasText, useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { Copy } from './copy.tsx';
import { Icon } from './icon.tsx';
import styles from './parts.module.css';

/** The codes whose detail says what exactly is wrong; for the others the words here are enough. */
const WITH_DETAIL: ReadonlySet<string> = new Set([
  'invalid_request',
  'not_allowed',
  'already_exists',
  'delivery_unavailable',
]);

/** An error in its four parts (R4): what happened, what still works, what to do, and the reference. */
export function ProblemView(props: { problem: unknown; onRetry?: () => void; action?: ReactNode }) {
  const t = useText();
  const hasText = useHasText();
  const problem = asProblem(props.problem);
  const code = hasText(`kit.problem.${problem.code}.what`) ? problem.code : 'internal';
  const values = { seconds: problem.retryAfterSeconds ?? 0, master: problem.master ?? '' };
  return (
    <div className={styles.problem} role="alert">
      <h2 className={styles.inline}>
        <Icon name="error" />
        {t(`kit.problem.${code}.what`, values)}
      </h2>
      {problem.detail && WITH_DETAIL.has(code) && <p lang="en">{problem.detail}</p>}
      <p>{t(`kit.problem.${code}.works`, values)}</p>
      <p>{t(`kit.problem.${code}.do`, values)}</p>
      {problem.retryAfterSeconds !== undefined && <p>{t('kit.problem.wait', values)}</p>}
      {problem.reference && (
        <p className={styles.inline}>
          <span className={styles.muted}>{t('kit.problem.reference')}</span>
          <code>{problem.reference}</code>
          <Copy text={problem.reference} label={t('kit.problem.copyReference')} isIconOnly />
        </p>
      )}
      {(props.onRetry || props.action) && (
        <div className={styles.cluster}>
          {props.onRetry && (
            <Button icon="reload" onClick={props.onRetry}>
              {t('kit.retry')}
            </Button>
          )}
          {props.action}
        </div>
      )}
    </div>
  );
}
