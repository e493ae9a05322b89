import { DataTable, useText } from '@countersign/ui-kit';
import { useApiList } from '../../api.ts';
import { JournalTable } from '../journal/journal-table.tsx';
import { useSignInColumns } from '../sign-ins/sign-in-columns.tsx';
import { WhyPanel } from '../sign-ins/why-panel.tsx';

/** Whose page it is; the page knows more of the user than these tabs need. */
interface UserTabProps {
  readonly user: { readonly id: string };
}

/** Tab "Activity" of a user: their sign-ins, newest first, each leading to its story. */
export function UserActivity({ user: { id: user } }: UserTabProps) {
  const t = useText();
  const list = useApiList('GET /api/sign-ins', { query: { user } });
  return (
    <DataTable
      label={t('activity.activity')}
      list={list}
      columns={useSignInColumns({ hasUser: false })}
      rowKey={({ id }) => id}
      rowName={({ endedAt }) => endedAt}
      empty={{ title: t('activity.none') }}
    />
  );
}

/** Tab "Why?" of a user: what a sign-in would lead to now. */
export function UserWhy({ user: { id: user } }: UserTabProps) {
  return <WhyPanel user={user} />;
}

/** Tab "Changes" of a user: who changed what about them. */
export function UserChanges({ user: { id: user } }: UserTabProps) {
  const t = useText();
  const list = useApiList('GET /api/journal', { query: { user, kind: 'change' } });
  return <JournalTable list={list} label={t('activity.changes')} emptyTitle={t('activity.noChanges')} />;
}
