import {
  Banner,
  Button,
  Cluster,
  Menu,
  Page,
  QueryView,
  Stack,
  Tabs,
  TextLink,
  Time,
  useGo,
  usePathParameter,
  useText,
  useUrlState,
} from '@countersign/ui-kit';
import { useState } from 'react';
import { useApiList, useApiQuery } from '../../api.ts';
import { MethodsTab } from './methods-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { nameOf, type User } from './types.ts';
import { type UserAction, UserDialogs } from './user-dialogs.tsx';
import { useUserMenu } from './user-menu.tsx';
import { UserStatus } from './user-status.tsx';
import { userTabs } from './user-tabs.ts';
import { sortQuery } from './users-page.tsx';

const EVERY = 5000;

/** A05: everything about one person, without leaving. */
export function UserPage() {
  const userId = usePathParameter('userId');
  const user = useApiQuery('GET /api/users/:user', { params: { user: userId } }, { everyMilliseconds: EVERY });
  const t = useText();
  if (user.data !== undefined) return <OneUser user={user.data} />;
  return (
    <Page title={t('users.title')} intro={<BackToList />}>
      <QueryView query={user}>{() => null}</QueryView>
    </Page>
  );
}

function OneUser({ user }: { user: User }) {
  const t = useText();
  const [action, setAction] = useState<UserAction>();
  const items = useUserMenu(setAction)(user);
  const tabs = [
    { id: 'overview', label: t('users.tab.overview'), content: <OverviewTab user={user} /> },
    { id: 'methods', label: t('users.tab.methods'), content: <MethodsTab user={user} /> },
    ...userTabs.map(({ id, label, content: Content }) => ({ id, label: t(label), content: <Content user={user} /> })),
  ];
  return (
    <Page
      title={nameOf(user)}
      intro={<BackToList userName={user.userName} />}
      actions={
        <Cluster>
          <Button icon="clock" onClick={() => setAction({ name: 'bypass', user })}>
            {t('users.action.bypass')}
          </Button>
          <Menu label={t('users.actions')} items={items} />
          <Neighbours userId={user.id} />
        </Cluster>
      }
    >
      <Stack>
        <UserStatus user={user} />
        <StandingBanner user={user} />
        <Tabs items={tabs} label={nameOf(user)} />
      </Stack>
      {action && <UserDialogs action={action} onClose={() => setAction(undefined)} />}
    </Page>
  );
}

function BackToList({ userName }: { userName?: string }) {
  const t = useText();
  const [list] = useUrlState({ q: '', sort: 'user_name' });
  return (
    <>
      {userName && `${userName} · `}
      <TextLink to="/users" search={list}>
        {t('users.back')}
      </TextLink>
    </>
  );
}

/** Why a user cannot sign in, and until when. */
function StandingBanner({ user: { standing } }: { user: User }) {
  const t = useText();
  if (standing === null) return <Banner tone="warning">{t('users.standingUnknown')}</Banner>;
  if (standing.isBlocked) {
    return (
      <Banner tone="danger">
        {t('users.blockedBecause', { reason: standing.blockReason })} <Time value={standing.blockedUntil} />
      </Banner>
    );
  }
  if (standing.lockedUntil && Date.parse(standing.lockedUntil) > Date.now()) {
    return (
      <Banner tone="danger">
        {t('users.lockedUntil', { count: standing.failedAttempts })} <Time value={standing.lockedUntil} />
      </Banner>
    );
  }
  return null;
}

/** The user before and the one after, in the order of the list that led here. */
function Neighbours({ userId }: { userId: string }) {
  const t = useText();
  const go = useGo();
  const [origin] = useUrlState({ q: '', sort: 'user_name' });
  const list = useApiList('GET /api/users', { query: { q: origin.q, ...sortQuery(origin.sort) } });
  const place = list.rows.findIndex(({ id }) => id === userId);
  const to = (offset: number) => list.rows[place + offset]?.id;
  const move = (id: string | undefined) => id !== undefined && go(`/users/${id}`, origin);
  if (place === -1) return null;
  return (
    <>
      <Button kind="quiet" disabledReason={!to(-1) && t('users.isFirst')} onClick={() => move(to(-1))}>
        {t('users.previous')}
      </Button>
      <Button kind="quiet" disabledReason={!to(1) && t('users.isLast')} onClick={() => move(to(1))}>
        {t('users.next')}
      </Button>
    </>
  );
}
