import type { AdministrationScope, Permission } from '@countersign/domain';
import type { AuthorizedCall } from '../../../../../platform/principal.ts';

/** Somebody in the console with these permissions. */
export function anAdministrator(
  permissions: readonly Permission[],
  over: { readonly scope?: AdministrationScope; readonly provedAt?: number; readonly userId?: string } = {},
): Partial<AuthorizedCall> {
  const { scope = { kind: 'everything' }, provedAt = 0, userId = '0192f0c4-0000-7000-8000-00000000000a' } = over;
  const rights = { roleId: 'test', roleName: 'Test', permissions: new Set(permissions), scope };
  const session = { surface: 'console', sessionKey: 'aa', level: 'full', provedById: '' } as const;
  return { principal: { ...session, userId, userName: 'erika', provedAt, administrator: rights } };
}
