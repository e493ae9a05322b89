import { Page, Tabs, useSession, useText } from '@countersign/ui-kit';
import { AdministratorList } from './administrator-list.tsx';
import { ApprovalList } from './approval-list.tsx';
import { RoleMatrix } from './role-matrix.tsx';

/** Who may do what in the console. */
export function AdministratorsPage() {
  const t = useText();
  const { may } = useSession();
  const reading = may('admin.read')
    ? [
        { id: 'administrators', label: t('administrators.tab.administrators'), content: <AdministratorList /> },
        { id: 'roles', label: t('administrators.tab.roles'), content: <RoleMatrix /> },
      ]
    : [];
  const approvals = { id: 'approvals', label: t('administrators.tab.approvals'), content: <ApprovalList /> };
  return (
    <Page title={t('administrators.title')} intro={t('administrators.intro')}>
      <Tabs label={t('administrators.title')} items={[...reading, approvals]} />
    </Page>
  );
}
