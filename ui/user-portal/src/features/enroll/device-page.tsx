import { Card, CodeField, Form, LinkButton, Page, TextField, useText } from '@countersign/ui-kit';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import { Refusal, useBase, useOutcome } from './use-outcome.tsx';

const code = () => z.string().check(z.regex(/^\d{6,8}$/, 'enroll.codeFirst'));
const schema = z.object({
  serialNumber: z.string().check(z.trim(), z.minLength(1), z.maxLength(64)),
  firstCode: code(),
  secondCode: code(),
  name: z.string().check(z.maxLength(64)),
});

/** P07: a small device that shows codes, proved by two of them in a row. */
export function DevicePage() {
  const t = useText();
  const base = useBase();
  const { take, refusal } = useOutcome();
  const add = useApiMutation('POST /api/enrollment/token');
  return (
    <Page title={t('enroll.kind.token.title')} intro={t('enroll.device.intro')}>
      <Card>
        <Refusal outcome={refusal} />
        <Form
          schema={schema}
          defaults={{ serialNumber: '', firstCode: '', secondCode: '', name: '' }}
          onSubmit={async ({ name, ...values }) =>
            await take(await add.mutateAsync({ body: { ...values, name: name.trim() || undefined } }))
          }
          submitLabel={t('enroll.confirm')}
          hasDirtyGuard={false}
          actions={<LinkButton to={base}>{t('enroll.otherWay')}</LinkButton>}
        >
          <TextField
            name="serialNumber"
            label={t('enroll.device.serial')}
            description={t('enroll.device.serialAbout')}
            isMono
          />
          <CodeField name="firstCode" label={t('enroll.device.first')} digits={8} />
          <CodeField
            name="secondCode"
            label={t('enroll.device.second')}
            description={t('enroll.device.secondAbout')}
            digits={8}
          />
          <TextField
            name="name"
            label={t('enroll.name')}
            description={t('enroll.device.nameAbout')}
            isOptional
            maxLength={64}
          />
        </Form>
      </Card>
    </Page>
  );
}
