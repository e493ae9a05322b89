import { type ApiAnswer, type Column, DataTable, TextLink, Time, useText, useZoneName } from '@countersign/ui-kit';
import type { ConsoleApi } from '@countersign/ui-kit/api/console';
import { useApiList } from '../../api.ts';

type Change = ApiAnswer<ConsoleApi['GET /api/standing-history']>['items'][number];

const ACTIONS: readonly string[] = ['granted', 'revoked', 'used', 'blocked', 'unblocked', 'unlocked', 'locked'];

/** Bypasses or blocks of the past. */
export function StandingHistory({ kind }: { kind: 'bypass' | 'block' }) {
  const t = useText();
  const zone = useZoneName();
  const list = useApiList('GET /api/standing-history', { query: { kind } }, { everyMilliseconds: 5_000 });
  const say = (action: string) => (ACTIONS.includes(action) ? t(`standings.action.${action}`) : action);
  const columns: readonly Column<Change>[] = [
    { id: 'at', header: t('standings.at', { zone }), cell: ({ at }) => <Time value={at} format="seconds" /> },
    { id: 'user', header: t('standings.user'), cell: ({ userName }) => userName },
    {
      id: 'action',
      header: t('standings.action'),
      cell: ({ action, signInId }) =>
        signInId === '' ? say(action) : <TextLink to={`/sign-ins/${signInId}`}>{say(action)}</TextLink>,
    },
    { id: 'by', header: t('standings.by'), cell: ({ by }) => by },
    { id: 'reason', header: t('standings.reason'), cell: ({ reason }) => reason },
  ];
  return (
    <DataTable
      label={t('standings.history')}
      list={list}
      columns={columns}
      rowKey={({ sequence }) => String(sequence)}
      rowName={({ userName, at }) => `${userName} ${at}`}
      empty={{ title: t('standings.historyEmpty') }}
    />
  );
}
