import type { IconName } from '@countersign/ui-kit';

/** An entry of the navigation. */
export interface Section {
  readonly id: string;
  readonly path: string;
  readonly icon: IconName;
  /** Any of these opens it; none: everybody who is signed in. Without one of them the section is not shown. */
  readonly permissions: readonly string[];
  /** Second key after `g`. */
  readonly key?: string;
}

/** The navigation, in its order. The label is the text `shell.section.<id>`. */
export const SECTIONS: readonly Section[] = [
  { id: 'status', path: '/', icon: 'shield', permissions: ['status.read'], key: 's' },
  { id: 'users', path: '/users', icon: 'user', permissions: ['user.read'], key: 'u' },
  { id: 'bypasses', path: '/bypasses', icon: 'clock', permissions: ['user.bypass', 'user.read'], key: 'b' },
  { id: 'blocked', path: '/blocked', icon: 'error', permissions: ['user.read', 'user.block'] },
  { id: 'fraud', path: '/fraud', icon: 'warning', permissions: ['fraud.review'], key: 'f' },
  { id: 'tokens', path: '/tokens', icon: 'key', permissions: ['token.read', 'token.write'], key: 't' },
  { id: 'signIns', path: '/sign-ins', icon: 'list', permissions: ['sign_in.read'], key: 'l' },
  {
    id: 'radius',
    path: '/radius',
    icon: 'reload',
    permissions: ['radius.read', 'radius.write', 'radius.test'],
    key: 'r',
  },
  {
    id: 'servers',
    path: '/servers',
    icon: 'list',
    permissions: ['cluster.read', 'cluster.promote', 'server.activate'],
  },
  { id: 'settings', path: '/settings', icon: 'menu', permissions: ['settings.read', 'settings.write'] },
  { id: 'messages', path: '/messages', icon: 'message', permissions: ['settings.read', 'message.write'] },
  { id: 'mail', path: '/mail', icon: 'message', permissions: ['settings.read', 'message.write'] },
  { id: 'portal', path: '/portal-settings', icon: 'phone', permissions: ['settings.read', 'settings.write'] },
  {
    id: 'administrators',
    path: '/administrators',
    icon: 'shield',
    permissions: ['admin.read', 'admin.write', 'approval.decide'],
  },
  { id: 'journal', path: '/journal', icon: 'calendar', permissions: ['journal.read'], key: 'j' },
  { id: 'reports', path: '/reports', icon: 'print', permissions: ['report.read'] },
  { id: 'account', path: '/account', icon: 'user', permissions: [] },
];

/** The sections that a person may open at least in part. */
export function sectionsFor(may: (permission: string) => boolean): readonly Section[] {
  return SECTIONS.filter(({ permissions }) => permissions.length === 0 || permissions.some((each) => may(each)));
}
