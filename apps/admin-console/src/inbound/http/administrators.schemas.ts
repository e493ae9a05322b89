import type { administratorsV1 } from '@countersign/contracts';
import { z } from 'zod';

export const scopeSchema = z.object({ isEverything: z.boolean(), groups: z.array(z.string().max(256)).max(200) });

export const administratorSchema = z.object({
  userId: z.string(),
  userName: z.string(),
  displayName: z.string(),
  mail: z.string(),
  roleId: z.string(),
  roleName: z.string(),
  scope: scopeSchema,
  status: z.enum(['active', 'suspended', 'disabled']),
  factors: z.array(z.string()),
  lastSignInAt: z.string().nullable(),
  addedAt: z.string(),
  addedBy: z.string(),
  version: z.number(),
  changeRefusal: z.string().nullable(),
});

export const roleSchema = z.object({
  id: z.string(),
  name: z.string(),
  permissions: z.array(z.string()),
  isBuiltIn: z.boolean(),
  holders: z.number(),
  canBeNarrowed: z.boolean(),
  version: z.number(),
});

export const approvalSchema = z.object({
  id: z.string(),
  kind: z.string(),
  summary: z.record(z.string(), z.unknown()),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  expiresAt: z.string(),
  state: z.enum(['waiting', 'approved', 'rejected', 'expired', 'used']),
  decidedBy: z.string(),
  decidedAt: z.string().nullable(),
  decisionReason: z.string(),
  isOwn: z.boolean(),
});

/** ISO 8601 of an instant of the wire; null for 0, which stands for "never". */
export function instantOf(milliseconds: number): string | null {
  return milliseconds > 0 ? new Date(milliseconds).toISOString() : null;
}

function momentOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** An administrator for a page. */
export function toAdministrator(wire: administratorsV1.Administrator): z.input<typeof administratorSchema> {
  const { firstName, lastName, lastSignInMilliseconds, addedMilliseconds, changeRefusal, scope, status, ...rest } =
    wire;
  return {
    ...rest,
    displayName: `${firstName} ${lastName}`.trim(),
    scope: scope ?? { isEverything: false, groups: [] },
    status: status as 'active' | 'suspended' | 'disabled',
    lastSignInAt: instantOf(lastSignInMilliseconds),
    addedAt: momentOf(addedMilliseconds),
    changeRefusal: changeRefusal === '' ? null : changeRefusal,
  };
}

/** An approval for a page. */
export function toApproval(wire: administratorsV1.Approval): z.input<typeof approvalSchema> {
  const { requestedMilliseconds, expiresMilliseconds, decidedMilliseconds, summary, state, ...rest } = wire;
  return {
    ...rest,
    summary: JSON.parse(summary) as Record<string, unknown>,
    state: state as z.input<typeof approvalSchema>['state'],
    requestedAt: momentOf(requestedMilliseconds),
    expiresAt: momentOf(expiresMilliseconds),
    decidedAt: instantOf(decidedMilliseconds),
  };
}
