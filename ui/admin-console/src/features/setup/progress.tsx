import { TextLink, useText } from '@countersign/ui-kit';
import { isReachable, type SetupState, STEPS, type Step } from './steps.ts';
import styles from './setup.module.css';

/** Which steps there are, which is seen, and ways back to those that are done. */
export function Progress({ current, state }: { current: Step; state: SetupState }) {
  const t = useText();
  return (
    <nav aria-label={t('setup.steps')}>
      <ol className={styles.steps}>
        {STEPS.map((step) => (
          <li key={step} aria-current={step === current ? 'step' : undefined}>
            {isReachable(step, state) && step !== current ? (
              <TextLink to={`/setup/${step}`}>{t(`setup.${step}.short`)}</TextLink>
            ) : (
              <span>{t(`setup.${step}.short`)}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
