import { Button, Card, CodeField, Copy, Form, Mono, ProblemView, Qr, Skeleton, useText } from '@countersign/ui-kit';
import { useEffect } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { STATE_ONLY } from './steps.ts';
import type { Account } from './account-form.tsx';
import styles from './setup.module.css';

const schema = z.object({ code: z.string().check(z.regex(/^\d{6}$/, 'setup.proof.sixDigits')) });

/** The app counts once it has shown a right code; only then is anything made. */
export function ProofForm(props: { account: Account; onBack: () => void; onDone: (codes: readonly string[]) => void }) {
  const t = useText();
  const { account, onBack, onDone } = props;
  const start = useApiMutation('POST /api/setup/authenticator', { invalidates: [] });
  const create = useApiMutation('POST /api/setup/administrator', STATE_ONLY);
  const { mutate } = start;
  useEffect(() => mutate({ body: { userName: account.userName } }), [mutate, account.userName]);
  if (start.error) return <ProblemView problem={start.error} onRetry={onBack} />;
  if (!start.data) return <Skeleton label={t('kit.loading')} lines={6} />;
  const { otpauthUri, secretBase32 } = start.data;
  return (
    <Card title={t('setup.proof.title')}>
      <p>{t('setup.proof.scan')}</p>
      <Qr text={otpauthUri} label={t('setup.proof.qr')} />
      <p className={styles.secret}>
        {t('setup.proof.byHand')} <Mono>{(secretBase32.match(/.{1,4}/g) ?? []).join(' ')}</Mono>{' '}
        <Copy text={secretBase32} label={t('setup.proof.copy')} />
      </p>
      <Form
        schema={schema}
        defaults={{ code: '' }}
        submitLabel={t('setup.proof.submit')}
        hasDirtyGuard={false}
        actions={<Button onClick={onBack}>{t('setup.back')}</Button>}
        onSubmit={async ({ code }) => {
          const { recoveryCodes } = await create.mutateAsync({ body: { ...account, code } });
          onDone(recoveryCodes);
        }}
      >
        <CodeField name="code" label={t('setup.proof.code')} description={t('setup.proof.codeAbout')} />
      </Form>
    </Card>
  );
}
