import {
  Badge,
  Banner,
  Button,
  type Column,
  ConfirmDialog,
  DataTable,
  type MenuItem,
  Stack,
  TextLink,
  Time,
  useSession,
  useText,
  useToast,
  useZoneName,
} from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiList, useApiMutation, useApiQuery } from '../../api.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import type { Administrator } from './types.ts';
import { useWords } from './words.ts';

const TONES = { active: 'success', suspended: 'warning', disabled: 'danger' } as const;

/** The administrators, with what can be done about each. */
export function AdministratorList() {
  const t = useText();
  const { may } = useSession();
  const list = useApiList('GET /api/administrators', {});
  const facts = useApiQuery('GET /api/administrators', {});
  const [changed, setChanged] = useState<Administrator>();
  const [removed, setRemoved] = useState<Administrator>();
  const [isInviting, setInviting] = useState(false);
  const forbidden = !may('admin.write') && t('administrators.readOnly');
  return (
    <Stack>
      {facts.data?.owners === 1 && <Banner tone="warning">{t('administrators.oneOwner')}</Banner>}
      <div>
        <Button kind="primary" icon="plus" needsMaster disabledReason={forbidden} onClick={() => setInviting(true)}>
          {t('administrators.invite')}
        </Button>
      </div>
      <DataTable
        label={t('administrators.tab.administrators')}
        list={list}
        columns={useColumns()}
        rowKey={({ userId }) => userId}
        rowName={({ userName }) => userName}
        menu={useMenu(forbidden, setChanged, setRemoved)}
        empty={{ title: t('administrators.none') }}
      />
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
      {changed && <ChangeDialog administrator={changed} onClose={() => setChanged(undefined)} />}
      <RemoveDialog administrator={removed} onClose={() => setRemoved(undefined)} />
    </Stack>
  );
}

function useMenu(
  forbidden: string | false,
  change: (administrator: Administrator) => void,
  remove: (administrator: Administrator) => void,
): (row: Administrator) => readonly MenuItem[] {
  const t = useText();
  const { refusal } = useWords();
  return (row) => {
    const reason = forbidden || refusal(row);
    return [
      { label: t('administrators.change'), onSelect: () => change(row), needsMaster: true, disabledReason: reason },
      {
        label: t('administrators.remove'),
        onSelect: () => remove(row),
        isDangerous: true,
        needsMaster: true,
        disabledReason: reason,
      },
      { label: t('administrators.journal'), to: `/journal?search=${encodeURIComponent(row.userName)}` },
    ];
  };
}

function useColumns(): readonly Column<Administrator>[] {
  const t = useText();
  const zone = useZoneName();
  const words = useWords();
  return [
    {
      id: 'userName',
      header: t('administrators.column.name'),
      cell: (row) => (
        <>
          <TextLink to={`/users/${row.userId}`}>{row.userName}</TextLink>
          {row.displayName !== '' && <div>{row.displayName}</div>}
        </>
      ),
    },
    { id: 'role', header: t('administrators.column.role'), cell: (row) => words.roleName(row.roleId, row.roleName) },
    { id: 'scope', header: t('administrators.column.scope'), cell: (row) => words.scope(row.scope) },
    {
      id: 'status',
      header: t('administrators.column.status'),
      cell: (row) => <Badge tone={TONES[row.status]}>{t(`administrators.status.${row.status}`)}</Badge>,
    },
    {
      id: 'factors',
      header: t('administrators.column.factors'),
      cell: (row) =>
        row.factors.length === 0 ? (
          <Badge tone="warning">{t('administrators.noFactor')}</Badge>
        ) : (
          row.factors.map((factor) => t(`administrators.factor.${factor}`)).join(', ')
        ),
    },
    {
      id: 'lastSignIn',
      header: t('administrators.column.lastSignIn', { zone }),
      cell: (row) => <Time value={row.lastSignInAt} />,
    },
  ];
}

function RemoveDialog({ administrator, onClose }: { administrator: Administrator | undefined; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const remove = useApiMutation('POST /api/administrators/:user/remove');
  const name = administrator?.userName ?? '';
  return (
    <ConfirmDialog
      isOpen={administrator !== undefined}
      onClose={onClose}
      level={2}
      typedWord={name}
      title={t('administrators.removeTitle', { name })}
      text={t('administrators.removeText')}
      actionLabel={t('administrators.removeDo', { name })}
      needsMaster
      onConfirm={async ({ reason }) => {
        await remove.mutateAsync({ params: { user: administrator?.userId ?? '' }, body: { reason } });
        toast({ text: t('administrators.removed', { name }) });
      }}
    />
  );
}
