import {
  Banner,
  Button,
  Card,
  CodeField,
  Copy,
  Countdown,
  Form,
  LinkButton,
  Mono,
  Muted,
  Page,
  ProblemView,
  Qr,
  Skeleton,
  Stack,
  TextField,
  useText,
} from '@countersign/ui-kit';
import type { ApiAnswer } from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';
import { useEffect, useRef, useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { Refusal, useBase, useOutcome } from './use-outcome.tsx';

type Pending = ApiAnswer<PortalApi['POST /api/enrollment/app']>;

const schema = z.object({
  code: z.string().check(z.regex(/^\d{6,8}$/, 'enroll.codeFirst')),
  name: z.string().check(z.maxLength(64)),
});

/** P07: a code app. The secret stays the same for half an hour, so a reload or a second tab does no harm. */
export function AppPage() {
  const t = useText();
  const begin = useApiMutation('POST /api/enrollment/app', { invalidates: [] });
  const [isOver, setOver] = useState(false);
  const started = useRef(false);
  const start = (isAnew: boolean) => {
    setOver(false);
    begin.mutate({ body: { isAnew } });
  };
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    start(false);
  });
  return (
    <Page title={t('enroll.kind.totp.title')} intro={t('enroll.app.intro')}>
      {begin.error && <ProblemView problem={begin.error} onRetry={() => start(false)} />}
      {begin.isPending && <Skeleton label={t('kit.loading')} lines={6} />}
      {begin.data && isOver && (
        <Banner tone="warning" action={<Button onClick={() => start(true)}>{t('enroll.app.anew')}</Button>}>
          {t('enroll.app.over')}
        </Banner>
      )}
      {begin.data && !isOver && (
        <Steps
          key={begin.data.enrollmentId}
          pending={begin.data}
          onOver={() => setOver(true)}
          onAnew={() => start(true)}
        />
      )}
    </Page>
  );
}

function Steps({ pending, onOver, onAnew }: { pending: Pending; onOver: () => void; onAnew: () => void }) {
  const t = useText();
  const secret = pending.secretBase32.replace(/(.{4})(?=.)/g, '$1 ');
  return (
    <Stack>
      <Card title={t('enroll.app.scan')}>
        <p>{t('enroll.app.scanAbout')}</p>
        <Qr text={pending.otpauthUri} label={t('enroll.app.qr')} />
        <a href={pending.otpauthUri}>{t('enroll.app.open')}</a>
        <p>{t('enroll.app.byHand')}</p>
        <p>
          <Mono>{secret}</Mono> <Copy text={pending.secretBase32} label={t('enroll.app.copySecret')} />
        </p>
        {pending.expiresAt && (
          <Muted>
            {t('enroll.app.validFor')} <Countdown until={pending.expiresAt} onOver={onOver} />
          </Muted>
        )}
      </Card>
      <Card title={t('enroll.app.type')}>
        <Prove pending={pending} onAnew={onAnew} />
      </Card>
    </Stack>
  );
}

function Prove({ pending, onAnew }: { pending: Pending; onAnew: () => void }) {
  const t = useText();
  const base = useBase();
  const { take, refusal } = useOutcome();
  const confirm = useApiMutation('POST /api/enrollment/app/confirm');
  const prove = async (values: { code: string; name: string }) => {
    const name = values.name.trim() || undefined;
    await take(await confirm.mutateAsync({ body: { enrollmentId: pending.enrollmentId, code: values.code, name } }));
  };
  return (
    <>
      <Refusal outcome={refusal} />
      <Form
        schema={schema}
        defaults={{ code: '', name: '' }}
        onSubmit={prove}
        submitLabel={t('enroll.confirm')}
        hasDirtyGuard={false}
        actions={<LinkButton to={base}>{t('enroll.otherWay')}</LinkButton>}
      >
        <CodeField name="code" label={t('enroll.code')} description={t('enroll.app.codeAbout')} digits={8} />
        <TextField
          name="name"
          label={t('enroll.name')}
          description={t('enroll.app.nameAbout')}
          isOptional
          maxLength={64}
        />
      </Form>
      <Button kind="quiet" onClick={onAnew}>
        {t('enroll.app.anew')}
      </Button>
    </>
  );
}
