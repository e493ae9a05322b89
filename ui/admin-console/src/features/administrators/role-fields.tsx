import { Checkbox, Select, Stack, TextArea, TextField, useText } from '@countersign/ui-kit';
import * as z from 'zod/mini';
import type { Role, Scope } from './types.ts';
import { useWords } from './words.ts';

/** The parts of a form that give a role over a scope. */
export const roleFields = {
  roleId: z.string().check(z.minLength(1)),
  isEverything: z.boolean(),
  groups: z.string().check(z.maxLength(5000)),
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
};

/** Groups as they are typed: one per line or between commas. */
export function scopeOf(values: { isEverything: boolean; groups: string }): Scope {
  const groups = values.groups
    .split(/[,\n]/)
    .map((group) => group.trim())
    .filter((group) => group !== '');
  return { isEverything: values.isEverything, groups: values.isEverything ? [] : [...new Set(groups)] };
}

/** Role, scope and the reason for the journal. */
export function RoleFields({ roles, values }: { roles: readonly Role[]; values: Readonly<Record<string, unknown>> }) {
  const t = useText();
  const { roleOption } = useWords();
  const role = roles.find(({ id }) => id === values.roleId);
  const about = role === undefined ? undefined : roleOption(role).description;
  const fixed = role !== undefined && !role.canBeNarrowed && t('administrators.rule.role_reaches_everything');
  const reachesAll = values.isEverything === true || Boolean(fixed);
  return (
    <Stack>
      <Select
        name="roleId"
        label={t('administrators.column.role')}
        description={about}
        options={roles.map(roleOption)}
      />
      <Checkbox
        name="isEverything"
        label={t('administrators.everyUser')}
        description={t('administrators.everyUserAbout')}
        readOnlyReason={fixed}
      />
      {!reachesAll && (
        <TextArea
          name="groups"
          label={t('administrators.groups')}
          description={t('administrators.groupsAbout')}
          rows={2}
        />
      )}
      <TextField name="reason" label={t('kit.confirm.reason')} description={t('kit.confirm.reasonAbout')} />
    </Stack>
  );
}
