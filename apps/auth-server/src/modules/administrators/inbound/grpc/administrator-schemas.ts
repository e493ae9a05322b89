import type { AdministrationScope } from '@countersign/domain';
import { z } from 'zod';
import { count, recordId, requiredText, text, texts } from '../../../administration/index.ts';

const scope = () =>
  z
    .object(
      { isEverything: z.boolean(), groups: texts({ maxItems: 200 }) },
      { error: 'must say everything, or which groups' },
    )
    .refine(({ isEverything, groups }) => isEverything || groups.length > 0, {
      error: 'names no group: choose at least one, or everything',
    })
    .transform(({ isEverything, groups }): AdministrationScope => {
      return isEverything ? { kind: 'everything' } : { kind: 'groups', groups };
    });

export const inviteSchema = z.object({
  user: requiredText(),
  roleId: requiredText(64),
  scope: scope(),
  reason: requiredText(500),
});

export const changeSchema = inviteSchema.extend({ isSuspended: z.boolean(), version: count() });

export const removeSchema = z.object({ user: requiredText(), reason: requiredText(500) });

export const resetSchema = z.object({ user: requiredText() });

const roleFields = { name: requiredText(60), permissions: texts({ maxItems: 100, max: 64 }) };

export const createRoleSchema = z.object(roleFields);

export const changeRoleSchema = z.object({ id: recordId(), version: count(), ...roleFields });

export const roleIdSchema = z.object({ id: recordId() });

export const decideSchema = z
  .object({ id: recordId(), isApproved: z.boolean(), reason: text({ max: 500 }) })
  .refine(({ isApproved, reason }) => isApproved || reason !== '', {
    error: 'is needed when a request is rejected',
    path: ['reason'],
  });
