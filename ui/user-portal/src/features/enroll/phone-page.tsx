import {
  Banner,
  Button,
  Card,
  CodeField,
  Form,
  LinkButton,
  Muted,
  Page,
  PhoneField,
  ProblemView,
  Stack,
  TextField,
  useNow,
  useText,
  useUrlState,
} from '@countersign/ui-kit';
import type { ApiAnswer } from '@countersign/ui-kit';
import type { PortalApi } from '@countersign/ui-kit/api/portal';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation, useApiQuery } from '../../api.ts';
import { Refusal, useBase, useOutcome } from './use-outcome.tsx';

type Sent = ApiAnswer<PortalApi['POST /api/enrollment/phone']>;
interface Wanted {
  readonly phone: string;
  readonly name: string;
}

const numberSchema = z.object({
  phone: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'enroll.phone.invalid')),
  name: z.string().check(z.maxLength(64)),
});

/** P05, P14: a number is proved with a code before it counts. */
export function PhonePage() {
  const t = useText();
  const [wanted, setWanted] = useState<Wanted>({ phone: '', name: '' });
  const [sent, setSent] = useState<Sent>();
  const [{ replaces }] = useUrlState({ replaces: '' });
  const begin = useApiMutation('POST /api/enrollment/phone', { invalidates: [] });
  const send = async (values: Wanted) => {
    setWanted(values);
    setSent(await begin.mutateAsync({ body: { phone: values.phone, name: values.name, replaces } }));
  };
  return (
    <Page title={t(replaces ? 'enroll.phone.replace' : 'enroll.kind.phone.title')} intro={t('enroll.phone.intro')}>
      <Card>
        {sent ? (
          <ProveNumber sent={sent} onAgain={() => send(wanted)} onOther={() => setSent(undefined)} />
        ) : (
          <AskNumber wanted={wanted} onSend={send} isReplacing={replaces !== ''} />
        )}
      </Card>
    </Page>
  );
}

function AskNumber(props: { wanted: Wanted; onSend: (values: Wanted) => Promise<void>; isReplacing: boolean }) {
  const t = useText();
  const base = useBase();
  const { data } = useApiQuery('GET /api/enrollment', {});
  const known = data?.knownPhones ?? [];
  const first = data?.callingCodes[0]?.replace(/\D/g, '');
  return (
    <Form
      schema={numberSchema}
      defaults={props.wanted}
      onSubmit={props.onSend}
      submitLabel={t('enroll.phone.send')}
      actions={<LinkButton to={props.isReplacing ? '/phones' : base}>{t('enroll.otherWay')}</LinkButton>}
    >
      {known.length > 0 && <Muted>{t('enroll.phone.known', { phones: known.join(', ') })}</Muted>}
      <PhoneField name="phone" label={t('enroll.phone.number')} callingCodes={data?.callingCodes} defaultCode={first} />
      <TextField
        name="name"
        label={t('enroll.name')}
        description={t('enroll.phone.nameAbout')}
        isOptional
        maxLength={64}
      />
    </Form>
  );
}

function ProveNumber({ sent, onAgain, onOther }: { sent: Sent; onAgain: () => Promise<void>; onOther: () => void }) {
  const t = useText();
  const confirm = useApiMutation('POST /api/enrollment/phone/confirm');
  const { take, refusal } = useOutcome();
  const [code, setCode] = useState('');
  const prove = async (typed: string) => {
    if (confirm.isPending) return;
    try {
      await take(await confirm.mutateAsync({ body: { enrollmentId: sent.enrollmentId, code: typed } }));
    } catch {
      // Shown below: the mutation keeps it.
    }
  };
  return (
    <Stack>
      <p role="status">{t('enroll.phone.sent', { phone: sent.maskedPhone })}</p>
      {sent.warning === 'landline' && <Banner tone="warning">{t('enroll.phone.landline')}</Banner>}
      <Refusal outcome={refusal} />
      {confirm.error && <ProblemView problem={confirm.error} />}
      <CodeField
        label={t('enroll.code')}
        description={t('enroll.phone.codeAbout')}
        value={code}
        onChange={setCode}
        onComplete={(typed) => void prove(typed)}
      />
      <Button
        kind="primary"
        needsMaster
        isBusy={confirm.isPending}
        disabledReason={code.length < 6 && t('enroll.codeFirst')}
        onClick={() => void prove(code)}
      >
        {t('enroll.confirm')}
      </Button>
      <Resend resendAt={sent.resendAt} onAgain={onAgain} />
      <Button kind="quiet" onClick={onOther}>
        {t('enroll.phone.other')}
      </Button>
    </Stack>
  );
}

function Resend({ resendAt, onAgain }: { resendAt: string | null; onAgain: () => Promise<void> }) {
  const t = useText();
  const now = useNow();
  const [error, setError] = useState<unknown>();
  const seconds = resendAt ? Math.max(0, Math.ceil((new Date(resendAt).getTime() - now) / 1000)) : 0;
  const again = async () => {
    setError(undefined);
    await onAgain().catch(setError);
  };
  return (
    <>
      {error !== undefined && <ProblemView problem={error} />}
      <Button disabledReason={seconds > 0 && t('enroll.phone.resendIn', { seconds })} onClick={() => void again()}>
        {t('enroll.phone.resend')}
      </Button>
      {seconds > 0 && <Muted>{t('enroll.phone.resendIn', { seconds })}</Muted>}
    </>
  );
}
