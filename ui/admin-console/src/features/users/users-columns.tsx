import { Badge, Cluster, type Column, Muted, TextLink, Time, useText } from '@countersign/ui-kit';
import { type ListedUser, nameOf } from './types.ts';
import { UserStatus } from './user-status.tsx';

/** Every column; the list shows those that were chosen. */
export const COLUMN_IDS = [
  'user_name',
  'name',
  'status',
  'methods',
  'groups',
  'last_sign_in',
  'source',
  'created',
] as const;

/** What is shown until somebody chooses. */
export const FIRST_COLUMNS: readonly string[] = COLUMN_IDS.slice(0, 6);

const MOST_GROUPS = 3;

/** The columns with these ids; the user name is always there. */
export function useUserColumns(
  chosen: readonly string[],
  search: Record<string, string>,
): readonly Column<ListedUser>[] {
  const t = useText();
  const columns: readonly Column<ListedUser>[] = [
    {
      id: 'user_name',
      header: t('users.column.user_name'),
      isSortable: true,
      cell: (user) => (
        <TextLink to={`/users/${user.id}`} search={search}>
          {user.userName}
        </TextLink>
      ),
    },
    { id: 'name', header: t('users.column.name'), cell: nameOf },
    { id: 'status', header: t('users.column.status'), cell: (user) => <UserStatus user={user} /> },
    { id: 'methods', header: t('users.column.methods'), cell: (user) => <MethodBadges user={user} /> },
    { id: 'groups', header: t('users.column.groups'), cell: ({ groups }) => <Groups groups={groups} /> },
    {
      id: 'last_sign_in',
      header: t('users.column.last_sign_in'),
      isSortable: true,
      cell: ({ lastSignInAt }) => <Time value={lastSignInAt} isRelative />,
    },
    {
      id: 'source',
      header: t('users.column.source'),
      cell: ({ isFromDirectory }) => t(isFromDirectory ? 'users.source.directory' : 'users.source.local'),
    },
    {
      id: 'created',
      header: t('users.column.created'),
      isSortable: true,
      cell: ({ createdAt }) => <Time value={createdAt} format="date" />,
    },
  ];
  return columns.filter(({ id }) => id === 'user_name' || chosen.includes(id));
}

function MethodBadges({ user }: { user: ListedUser }) {
  const t = useText();
  const kinds = [...new Set(user.methods.filter(({ state }) => state === 'active').map(({ kind }) => kind))];
  if (kinds.length === 0) return <Muted>{t('users.noMethod')}</Muted>;
  return (
    <Cluster>
      {kinds.map((kind) => (
        <Badge key={kind}>{t(`users.kind.${kind}`)}</Badge>
      ))}
    </Cluster>
  );
}

function Groups({ groups }: { groups: readonly string[] }) {
  const t = useText();
  const rest = groups.length - MOST_GROUPS;
  return (
    <span>
      {groups.slice(0, MOST_GROUPS).join(', ')}
      {rest > 0 && <Muted> {t('users.moreGroups', { count: rest })}</Muted>}
    </span>
  );
}
