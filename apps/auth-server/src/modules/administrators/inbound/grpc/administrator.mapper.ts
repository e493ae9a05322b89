import { administratorsV1 as wire } from '@countersign/contracts';
import { type AdministrationScope, canBeNarrowed, type Role } from '@countersign/domain';
import { type Approval, approvalStateOf } from '../../../administration/index.ts';
import type { ShownAdministrator } from '../../application/list-administrators.use-case.ts';

/** A scope on the wire. */
export function toWireScope(scope: AdministrationScope): wire.Scope {
  return scope.kind === 'everything'
    ? { isEverything: true, groups: [] }
    : { isEverything: false, groups: [...scope.groups] };
}

/** An administrator on the wire. */
export function toWireAdministrator(shown: ShownAdministrator): wire.Administrator {
  const { userId, userName, firstName, lastName, mail, roleId, roleName, version, addedBy } = shown;
  return {
    userId,
    userName,
    firstName,
    lastName,
    mail,
    roleId,
    roleName,
    scope: toWireScope(shown.scope),
    status: statusOf(shown),
    factors: [...shown.factors],
    lastSignInMilliseconds: shown.lastSignInAt,
    addedMilliseconds: shown.addedAt,
    addedBy,
    version,
    changeRefusal: shown.changeRefusal ?? '',
  };
}

function statusOf({ isSuspended, isUserEnabled }: ShownAdministrator): string {
  if (!isUserEnabled) return 'disabled';
  return isSuspended ? 'suspended' : 'active';
}

/** A role on the wire. */
export function toWireRole(role: Role, holders: number, version: number): wire.Role {
  return {
    id: role.id,
    name: role.name,
    permissions: [...role.permissions],
    isBuiltIn: role.isBuiltIn,
    holders,
    canBeNarrowed: canBeNarrowed(role.permissions),
    version,
  };
}

/** An approval on the wire, for whoever asks. */
export function toWireApproval(approval: Approval, now: number, userId: string | undefined): wire.Approval {
  return {
    id: approval.id,
    kind: approval.kind,
    summary: JSON.stringify(approval.summary),
    reason: approval.reason,
    requestedBy: approval.requestedByName,
    requestedMilliseconds: approval.requestedAt,
    expiresMilliseconds: approval.expiresAt,
    state: approvalStateOf(approval, now),
    decidedBy: approval.decidedByName,
    decidedMilliseconds: approval.decidedAt,
    decisionReason: approval.decisionReason,
    isOwn: approval.requestedBy === userId,
  };
}
