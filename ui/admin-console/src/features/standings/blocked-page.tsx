import {
  type ApiAnswer,
  Badge,
  type Column,
  ConfirmDialog,
  DataTable,
  type MenuItem,
  Page,
  Tabs,
  TextLink,
  Time,
  useSession,
  useText,
  useToast,
  useZoneName,
} from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';
import { useState } from 'react';
import { useApiList, useApiMutation } from '../../api.ts';
import { StandingHistory } from './history.tsx';

type Block = ApiAnswer<ConsoleApi['GET /api/blocks']>['items'][number];

/** A12: whose sign-ins are all refused now, since when, by whom and why. */
export function BlockedPage() {
  const t = useText();
  return (
    <Page title={t('standings.blocks.title')} intro={t('standings.blocks.intro')}>
      <Tabs
        label={t('standings.views')}
        items={[
          { id: 'active', label: t('standings.active'), content: <ActiveBlocks /> },
          { id: 'history', label: t('standings.history'), content: <StandingHistory kind="block" /> },
        ]}
      />
    </Page>
  );
}

function ActiveBlocks() {
  const t = useText();
  const [chosen, setChosen] = useState<Block>();
  const list = useApiList('GET /api/blocks', {}, { everyMilliseconds: 5_000 });
  const { may } = useSession();
  const menu = (row: Block): readonly MenuItem[] => {
    const isBlock = row.kind === 'blocked';
    const isAllowed = may(isBlock ? 'user.block' : 'user.unlock');
    const label = isBlock ? t('standings.blocks.unblock') : t('standings.blocks.unlock');
    return [{ label, onSelect: () => setChosen(row), disabledReason: !isAllowed && t('kit.forbidden.text') }];
  };
  return (
    <>
      <DataTable
        label={t('standings.blocks.title')}
        list={list}
        columns={useColumns()}
        rowKey={({ userId, kind }) => `${userId} ${kind}`}
        rowName={({ userName }) => userName}
        menu={menu}
        empty={{ title: t('standings.blocks.empty') }}
      />
      {chosen && <Release row={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

function useColumns(): readonly Column<Block>[] {
  const t = useText();
  const zone = useZoneName();
  return [
    {
      id: 'user',
      header: t('standings.user'),
      cell: ({ userId, userName }) => <TextLink to={`/users/${userId}`}>{userName}</TextLink>,
    },
    {
      id: 'kind',
      header: t('standings.kind'),
      cell: ({ kind }) => (
        <Badge tone={kind === 'blocked' ? 'danger' : 'warning'}>
          {kind === 'blocked' ? t('standings.kind.blocked') : t('standings.kind.locked_out')}
        </Badge>
      ),
    },
    {
      id: 'since',
      header: t('standings.since', { zone }),
      cell: ({ since }) => (since === null ? '' : <Time value={since} />),
    },
    { id: 'until', header: t('standings.until', { zone }), cell: ({ until }) => <Time value={until} /> },
    { id: 'by', header: t('standings.by'), cell: ({ by }) => (by === '' ? t('standings.bySystem') : by) },
    { id: 'reason', header: t('standings.reason'), cell: ({ reason }) => reason },
  ];
}

function Release({ row: { userId, userName, kind }, onClose }: { row: Block; onClose: () => void }) {
  const t = useText();
  const toast = useToast();
  const unblock = useApiMutation('POST /api/blocks/:user/unblock');
  const unlock = useApiMutation('POST /api/blocks/:user/unlock');
  const isBlock = kind === 'blocked';
  const user = userName;
  const release = async ({ reason }: { reason: string }) => {
    const params = { user: userId };
    if (isBlock) await unblock.mutateAsync({ params, body: { reason } });
    else await unlock.mutateAsync({ params });
    toast(isBlock ? t('standings.blocks.unblocked', { user }) : t('standings.blocks.unlocked', { user }));
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={isBlock ? t('standings.blocks.unblockTitle', { user }) : t('standings.blocks.unlockTitle', { user })}
      actionLabel={isBlock ? t('standings.blocks.unblock') : t('standings.blocks.unlock')}
      level={isBlock ? 1 : 0}
      isDangerous={false}
      needsMaster={false}
      onConfirm={release}
    />
  );
}
