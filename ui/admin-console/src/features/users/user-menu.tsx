import { type MenuItem, useSession, useText, useToast } from '@countersign/ui-kit';
import { useApiMutation } from '../../api.ts';
import type { User } from './types.ts';
import type { UserAction } from './user-dialogs.tsx';
import { statusesOf } from './user-status.tsx';

/** What can be done with one user: in the list and on their page. */
export function useUserMenu(
  act: (action: UserAction) => void,
): (user: User & { readonly deletedAt?: string | null }) => readonly MenuItem[] {
  const t = useText();
  const { may } = useSession();
  const { enable, restore, unlock } = useQuickActions();
  return (user) => {
    const allowed = (permission: string) => ({ disabledReason: !may(permission) && t('users.notAllowed') });
    const ask = (name: UserAction['name'], permission: string, more: Partial<MenuItem> = {}): MenuItem => ({
      label: t(`users.action.${name}`),
      onSelect: () => act({ name, user }),
      ...allowed(permission),
      ...more,
    });
    const statuses = statusesOf(user);
    if (statuses.includes('deleted')) {
      return [
        {
          label: t('users.action.restore'),
          onSelect: () => restore(user),
          needsMaster: true,
          ...allowed('user.delete'),
        },
      ];
    }
    const isLocked = statuses.includes('locked') || (user.standing?.failedAttempts ?? 0) > 0;
    return [
      ask('bypass', 'user.bypass'),
      statuses.includes('blocked') ? ask('unblock', 'user.unlock') : ask('block', 'user.block'),
      ...(isLocked
        ? [{ label: t('users.action.unlock'), onSelect: () => unlock(user), ...allowed('user.unlock') }]
        : []),
      { label: t('users.action.edit'), to: `/users/${user.id}/edit`, ...allowed('user.write') },
      ask('welcome', 'user.write', { needsMaster: true }),
      ask('reset', 'user.methods.reset', { needsMaster: true }),
      user.isEnabled
        ? ask('disable', 'user.write', { needsMaster: true })
        : {
            label: t('users.action.enable'),
            onSelect: () => enable(user),
            needsMaster: true,
            ...allowed('user.write'),
          },
      ask('delete', 'user.delete', { needsMaster: true, isDangerous: true }),
    ];
  };
}

/** What needs no question because it harms nobody and is taken back easily. */
function useQuickActions() {
  const t = useText();
  const toast = useToast();
  const start = useApiMutation('POST /api/user-jobs');
  const unlockUser = useApiMutation('POST /api/users/:user/unlock');
  const run = async (action: 'enable' | 'restore', user: User) => {
    const reason = t(`users.action.${action}`);
    await start.mutateAsync({ body: { action, userIds: [user.id], expectedCount: 1, reason } });
    toast(t(`users.${action}.done`, { user: user.userName }));
  };
  return {
    enable: (user: User) => void run('enable', user),
    restore: (user: User) => void run('restore', user),
    unlock: (user: User) =>
      void unlockUser
        .mutateAsync({ params: { user: user.id }, body: {} })
        .then(() => toast(t('users.unlock.done', { user: user.userName }))),
  };
}
