import { useText } from '@countersign/ui-kit';
import type { Administrator, Role, Scope } from './types.ts';

const BUILT_IN = ['owner', 'administrator', 'user_manager', 'help_desk', 'auditor', 'operator', 'approver'] as const;
const RULES = [
  'own_account',
  'own_rights',
  'administrator_account',
  'higher_role',
  'owners_only',
  'more_than_own',
  'wider_scope',
  'role_reaches_everything',
  'last_owner',
  'own_request',
] as const;

/** Words for what the server says by name. */
export function useWords() {
  const t = useText();
  return {
    /** Built-in roles have a name in each language; own ones are called what their maker called them. */
    roleName: (id: string, name: string): string =>
      (BUILT_IN as readonly string[]).includes(id) ? t(`administrators.role.${id}`) : name,
    roleOption: (role: Role): { value: string; label: string; description?: string } => ({
      value: role.id,
      label: role.isBuiltIn ? t(`administrators.role.${role.id}`) : role.name,
      description: role.isBuiltIn ? t(`administrators.roleAbout.${role.id}`) : undefined,
    }),
    scope: ({ isEverything, groups }: Scope): string =>
      isEverything ? t('administrators.everything') : groups.join(', '),
    /** Why somebody cannot be changed by the one who looks; undefined: they can. */
    refusal: ({ changeRefusal }: Administrator): string | undefined => {
      if (changeRefusal === null) return undefined;
      const isKnown = (RULES as readonly string[]).includes(changeRefusal);
      return isKnown ? t(`administrators.rule.${changeRefusal}`) : changeRefusal;
    },
    permission: (name: string): string => t(`administrators.permission.${name.replaceAll('.', '_')}`),
  };
}
