import type { administratorsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { z } from 'zod';
import { administratorSchema, instantOf, scopeSchema, toAdministrator } from './administrators.schemas.ts';
import { defineRoute } from './define-route.ts';

const user = z.object({ user: z.string().max(256) });
const reason = z.string().max(500);

const meSchema = z.object({
  userId: z.string(),
  userName: z.string(),
  displayName: z.string(),
  mail: z.string(),
  roleId: z.string(),
  roleName: z.string(),
  permissions: z.array(z.string()),
  scope: scopeSchema,
  provedAt: z.string().nullable(),
});

/** Administrators: who they are and what they may do. */
export const administratorRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/me',
      access: 'signed_in',
      summary: 'Who is signed in: name, role, permissions and scope.',
      answer: meSchema,
    },
    async ({ core, call }) => {
      const { firstName, lastName, provedMilliseconds, scope, ...me } = await core.administrators.getMe({}, call);
      return {
        ...me,
        displayName: `${firstName} ${lastName}`.trim(),
        scope: scope ?? { isEverything: false, groups: [] },
        provedAt: instantOf(provedMilliseconds),
      };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/administrators',
      access: 'signed_in',
      summary: 'The administrators with role, scope, factors and last sign-in.',
      answer: z.object({
        items: z.array(administratorSchema),
        next: z.null(),
        total: z.number(),
        owners: z.number(),
      }),
    },
    async ({ core, call }) => {
      const { administrators, owners } = await core.administrators.listAdministrators({}, call);
      return { items: administrators.map(toAdministrator), next: null, total: administrators.length, owners };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/administrators',
      access: 'signed_in',
      summary: 'Gives a role to a user.',
      body: z.object({ user: z.string().max(256), roleId: z.string().max(64), scope: scopeSchema, reason }),
      answer: administratorSchema,
    },
    async ({ core, call, body }) => shown((await core.administrators.inviteAdministrator(body, call)).administrator),
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/administrators/:user',
      access: 'signed_in',
      summary: 'Changes the role, the scope or the state of an administrator.',
      params: user,
      body: z.object({
        roleId: z.string().max(64),
        scope: scopeSchema,
        isSuspended: z.boolean(),
        reason,
        version: z.number().int().nonnegative(),
      }),
      answer: administratorSchema,
    },
    async ({ core, call, params, body }) =>
      shown((await core.administrators.changeAdministrator({ ...params, ...body }, call)).administrator),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/administrators/:user/remove',
      access: 'signed_in',
      summary: 'Takes the role away; the user stays.',
      params: user,
      body: z.object({ reason }),
    },
    async ({ core, call, params, body }) => {
      await core.administrators.removeAdministrator({ ...params, ...body }, call);
    },
  ),
];

function shown(administrator: administratorsV1.Administrator | undefined) {
  if (administrator === undefined) throw new DomainError('not_found', 'This user is no administrator any more.');
  return toAdministrator(administrator);
}
