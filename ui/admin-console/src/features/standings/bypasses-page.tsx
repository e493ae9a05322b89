import {
  type ApiAnswer,
  Button,
  type Column,
  ConfirmDialog,
  Countdown,
  DataTable,
  Dialog,
  Form,
  Page,
  Select,
  Tabs,
  TextArea,
  TextField,
  TextLink,
  useText,
  useToast,
} from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';
import { useState } from 'react';
import * as z from 'zod/mini';
import { useApiList, useApiMutation } from '../../api.ts';
import { StandingHistory } from './history.tsx';

type Bypass = ApiAnswer<ConsoleApi['GET /api/bypasses']>['items'][number];

const MINUTES = ['5', '15', '60'];
const schema = z.object({
  user: z.string().check(z.trim(), z.minLength(1), z.maxLength(256)),
  minutes: z.string(),
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});

/** A11: who may skip the second factor once, who gave it and why. */
export function BypassesPage() {
  const t = useText();
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
      {t('standings.bypasses.new')}
    </Button>
  );
  return (
    <Page title={t('standings.bypasses.title')} intro={t('standings.bypasses.intro')} actions={add}>
      <Tabs
        label={t('standings.views')}
        items={[
          { id: 'active', label: t('standings.active'), content: <ActiveBypasses /> },
          { id: 'history', label: t('standings.history'), content: <StandingHistory kind="bypass" /> },
        ]}
      />
      {isAdding && <NewBypass onClose={() => setAdding(false)} />}
    </Page>
  );
}

function ActiveBypasses() {
  const t = useText();
  const toast = useToast();
  const [chosen, setChosen] = useState<Bypass>();
  const list = useApiList('GET /api/bypasses', {}, { everyMilliseconds: 5_000 });
  const revoke = useApiMutation('POST /api/bypasses/:user/revoke');
  const columns: readonly Column<Bypass>[] = [
    {
      id: 'user',
      header: t('standings.user'),
      cell: ({ userId, userName }) => <TextLink to={`/users/${userId}`}>{userName}</TextLink>,
    },
    { id: 'left', header: t('standings.left'), cell: ({ until }) => <Countdown until={until} onOver={list.reload} /> },
    { id: 'by', header: t('standings.by'), cell: ({ by }) => by },
    { id: 'reason', header: t('standings.reason'), cell: ({ reason }) => reason },
  ];
  return (
    <>
      <DataTable
        label={t('standings.bypasses.title')}
        list={list}
        columns={columns}
        rowKey={({ userId }) => userId}
        rowName={({ userName }) => userName}
        menu={(row) => [{ label: t('standings.bypasses.revoke'), onSelect: () => setChosen(row) }]}
        empty={{ title: t('standings.bypasses.empty'), text: t('standings.bypasses.emptyText') }}
      />
      {chosen && (
        <ConfirmDialog
          isOpen
          onClose={() => setChosen(undefined)}
          title={t('standings.bypasses.revokeTitle', { user: chosen.userName })}
          actionLabel={t('standings.bypasses.revoke')}
          needsMaster={false}
          onConfirm={async ({ reason }) => {
            await revoke.mutateAsync({ params: { user: chosen.userId }, body: { reason } });
            toast(t('standings.bypasses.revoked', { user: chosen.userName }));
          }}
        />
      )}
    </>
  );
}

function NewBypass({ onClose }: { onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const give = useApiMutation('POST /api/bypasses');
  const minutes = MINUTES.map((value) => ({
    value,
    label: t('standings.bypasses.minutesOption', { count: Number(value) }),
  }));
  const submit = async (values: { user: string; minutes: string; reason: string }) => {
    const user = values.user.trim();
    await give.mutateAsync({ body: { user, seconds: Number(values.minutes) * 60, reason: values.reason.trim() } });
    toast(t('standings.bypasses.given', { user }));
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('standings.bypasses.new')}>
      <Form
        schema={schema}
        defaults={{ user: '', minutes: '5', reason: '' }}
        onSubmit={submit}
        submitLabel={t('standings.bypasses.give')}
        needsMaster={false}
        hasDirtyGuard={false}
      >
        <TextField name="user" label={t('standings.user')} />
        <Select name="minutes" label={t('standings.bypasses.minutes')} options={minutes} />
        <TextArea name="reason" label={t('standings.reason')} rows={2} maxLength={500} />
      </Form>
    </Dialog>
  );
}
