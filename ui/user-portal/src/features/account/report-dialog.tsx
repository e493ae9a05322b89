import { Banner, Button, Checkbox, Dialog, Form, LinkButton, Stack, TextArea, useText } from '@countersign/ui-kit';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiMutation } from '../../api.ts';
import type { Entry } from './activity-page.tsx';

const schema = z.object({ shouldBlock: z.boolean(), note: z.string().check(z.maxLength(500)) });

/** "This wasn't me": reports it, and leads to what helps. */
export function ReportDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const t = useText();
  const report = useApiMutation('POST /api/activity/report');
  const [outcome, setOutcome] = useState<{ isBlocked: boolean }>();
  const send = async (values: { shouldBlock: boolean; note: string }) => {
    setOutcome(await report.mutateAsync({ body: { entryId: entry.id, ...values } }));
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('account.report.title')}>
      {outcome ? (
        <Stack>
          <Banner tone="success" isAnnounced>
            {t(outcome.isBlocked ? 'account.report.blocked' : 'account.report.sent')}
          </Banner>
          <p>{t('account.report.next')}</p>
          <LinkButton to="/methods">{t('account.report.methods')}</LinkButton>
          <Button onClick={onClose}>{t('kit.close')}</Button>
        </Stack>
      ) : (
        <>
          <p>{t('account.report.about')}</p>
          <Form
            schema={schema}
            defaults={{ shouldBlock: false, note: '' }}
            onSubmit={send}
            submitLabel={t('account.report.send')}
            submitKind="danger"
            needsMaster={false}
            hasDirtyGuard={false}
            actions={<Button onClick={onClose}>{t('kit.cancel')}</Button>}
          >
            <Checkbox
              name="shouldBlock"
              label={t('account.report.block')}
              description={t('account.report.blockAbout')}
            />
            <TextArea name="note" label={t('account.report.note')} isOptional rows={2} maxLength={500} />
          </Form>
        </>
      )}
    </Dialog>
  );
}
