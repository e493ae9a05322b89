import { Muted, Time, useText } from '@countersign/ui-kit';
import styles from './sign-ins.module.css';
import type { Step } from './types.ts';
import { useSignInWords } from './words.ts';

/** Every step of a sign-in, in words, with the time it took. */
export function Timeline({ steps }: { steps: readonly Step[] }) {
  const t = useText();
  const say = useStepWords();
  return (
    <ol className={styles.timeline}>
      {steps.map((step, index) => (
        <li key={`${step.at} ${step.what} ${index}`} className={styles.step}>
          <span className={styles.when}>
            <Time value={step.at} format="seconds" />
          </span>
          <span>{say(step)}</span>
          {step.tookMilliseconds > 0 && <Muted>{t('signIns.milliseconds', { count: step.tookMilliseconds })}</Muted>}
        </li>
      ))}
    </ol>
  );
}

function useStepWords(): (step: Step) => string {
  const t = useText();
  const words = useSignInWords();
  const packet = useArrivalWords();
  const sayings: Readonly<Record<string, (step: Step) => string>> = {
    packet_received: packet,
    answer_received: packet,
    password: ({ result, facts }) =>
      result === 'password_verified'
        ? t('signIns.step.password.password_verified', { source: facts['source'] ?? 'other' })
        : t('signIns.step.password.refused', { cause: words.cause(result), detail: facts['detail'] ?? '' }),
    challenge: ({ facts }) => {
      const methods = (facts['methods'] ?? '').split(' ').map(words.method).join(', ');
      return t('signIns.step.challenge.shown', { methods, attemptsLeft: Number(facts['attemptsLeft'] ?? 0) });
    },
    answer: ({ result }) => t('signIns.step.answer', { cause: words.cause(result) }),
    second_factor: ({ result, facts }) =>
      result === 'accepted'
        ? t('signIns.step.second_factor.accepted', { method: words.method(facts['method'] ?? '') })
        : t('signIns.step.second_factor.skipped', { basis: words.basis(result) }),
    message_delivery: ({ result, facts: { provider = '', detail = '' } }) =>
      result === 'sent'
        ? t('signIns.step.message_delivery.sent', { provider })
        : t('signIns.step.message_delivery.failed', { detail }),
  };
  return (step) => {
    const say = sayings[step.what];
    const { userName = '' } = step.facts;
    return say === undefined ? t(`signIns.step.${step.what}.${step.result}`, { userName }) : say(step);
  };
}

/** The doors that people reach with a browser: no device stands between. */
const PAGES: ReadonlySet<string> = new Set(['admin-console', 'user-portal']);

function useArrivalWords(): (step: Step) => string {
  const t = useText();
  return ({ what, facts }) => {
    const unknown = t('signIns.unknown');
    const device = [facts['nasAddress'], facts['nasIdentifier']].filter(Boolean).join(' ');
    const gateway = facts['gateway'] ?? unknown;
    if (device === '' && PAGES.has(gateway)) return t(`signIns.step.${what}.page`, { gateway });
    const values = { nas: device || unknown, gateway, application: facts['application'] ?? unknown };
    return what === 'answer_received'
      ? t('signIns.step.answer_received', values)
      : t('signIns.step.packet_received', values);
  };
}
