import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { CodeField, TextField } from '../components/fields.tsx';
import styles from '../components/field.module.css';
import { useText } from '../text/text-context.tsx';
import type { Prompt } from './step.ts';

const PROBLEMS = {
  wrong_code: 'signIn.problem.wrong',
  code_used: 'signIn.problem.used',
  code_expired: 'signIn.problem.expired',
  not_sent: 'signIn.problem.notSent',
} as const;

/** The field for a code. It goes off by itself, once, when the last character is there. */
export function CodeAnswer(props: { prompt: Prompt; isBusy: boolean; onCode: (code: string) => void }) {
  const { prompt, isBusy, onCode } = props;
  const t = useText();
  const [code, setCode] = useState('');
  const [isMissing, setMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    setCode('');
    form.current?.querySelector('input')?.focus();
  }, [prompt]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setMissing(code === '');
    if (code !== '') onCode(code);
  };
  const problem = prompt.problem === '' ? '' : t(PROBLEMS[prompt.problem], { count: prompt.attemptsLeft });
  const error = isMissing && code === '' ? t('kit.field.required') : problem;
  const field = {
    label: t(prompt.hasPin ? 'signIn.pinAndCode' : labelOf(prompt)),
    value: code,
    error,
    onChange: setCode,
  };
  return (
    <form ref={form} className={styles.form} noValidate onSubmit={submit}>
      {prompt.hasPin ? (
        <TextField {...field} autoComplete="one-time-code" inputMode="numeric" maxLength={24} isNarrow />
      ) : (
        <CodeField
          key={prompt.method}
          {...field}
          digits={prompt.digits}
          isAlphanumeric={prompt.method === 'recovery_code'}
          onComplete={(complete) => !isBusy && onCode(complete)}
        />
      )}
      <div className={styles.actions}>
        <Button type="submit" kind="primary" isBusy={isBusy}>
          {t('signIn.check')}
        </Button>
      </div>
    </form>
  );
}

function labelOf({ method }: Prompt): string {
  return method === 'recovery_code' ? 'signIn.recoveryCode' : 'signIn.code';
}
