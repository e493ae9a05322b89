import { administratorsV1 } from '@countersign/contracts';
import { z } from 'zod';
import { approvalSchema, roleSchema, toApproval } from './administrators.schemas.ts';
import { defineRoute } from './define-route.ts';

const id = z.object({ id: z.string().max(64) });
const fields = { name: z.string().max(100), permissions: z.array(z.string().max(64)).max(100) };

/** Roles, and what waits for a second administrator. */
export const roleRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/roles',
      access: 'signed_in',
      summary: 'The built-in and own roles with their permissions: the matrix.',
      answer: z.object({ roles: z.array(roleSchema), permissions: z.array(z.string()) }),
    },
    async ({ core, call }) => await core.administrators.listRoles({}, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/roles',
      access: 'signed_in',
      summary: 'Makes a role.',
      body: z.object(fields),
      answer: roleSchema,
    },
    async ({ core, call, body }) => roleOf((await core.administrators.createRole(body, call)).role),
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/roles/:id',
      access: 'signed_in',
      summary: 'Changes an own role for everybody who has it.',
      params: id,
      body: z.object({ ...fields, version: z.number().int().nonnegative() }),
      answer: roleSchema,
    },
    async ({ core, call, params, body }) =>
      roleOf((await core.administrators.changeRole({ ...params, ...body }, call)).role),
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/roles/:id',
      access: 'signed_in',
      summary: 'Removes an own role that nobody has.',
      params: id,
    },
    async ({ core, call, params }) => {
      await core.administrators.removeRole(params, call);
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/approvals',
      access: 'signed_in',
      summary: 'Acts that wait for a second administrator.',
      query: z.object({ past: z.enum(['yes', 'no']).optional() }),
      answer: z.object({ items: z.array(approvalSchema), next: z.null(), total: z.number() }),
    },
    async ({ core, call, query }) => {
      const { approvals } = await core.administrators.listApprovals({ includePast: query.past === 'yes' }, call);
      return { items: approvals.map(toApproval), next: null, total: approvals.length };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/approvals/:id/decide',
      access: 'signed_in',
      summary: 'Approves or rejects what another administrator asked for.',
      params: id,
      body: z.object({ isApproved: z.boolean(), reason: z.string().max(500) }),
      answer: approvalSchema,
    },
    async ({ core, call, params, body }) => {
      const { approval } = await core.administrators.decideApproval({ ...params, ...body }, call);
      return toApproval(approval ?? administratorsV1.Approval.create());
    },
  ),
];

function roleOf(role: administratorsV1.Role | undefined) {
  return role ?? administratorsV1.Role.create();
}
