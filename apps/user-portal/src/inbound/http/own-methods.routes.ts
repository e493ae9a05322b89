import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import {
  idParams,
  instant,
  instantSchema,
  methodSchema,
  nameText,
  policySchema,
  toMethod,
  toPolicy,
} from './self-service.schemas.ts';

const overviewSchema = z.object({
  userName: z.string(),
  displayName: z.string(),
  pending: z.array(
    z.object({ enrollmentId: z.string(), kind: z.string(), detail: z.string(), expiresAt: instantSchema }),
  ),
  active: z.array(methodSchema),
  off: z.array(methodSchema),
  warnings: z.array(
    z.enum([
      'no_method',
      'no_backup',
      'never_used',
      'few_recovery_codes',
      'no_recovery_codes',
      'no_mail',
      'pin_change_due',
    ]),
  ),
  recoveryCodesLeft: z.number(),
  policy: policySchema,
});

/** What somebody sees of their own methods and changes about them. */
export const ownMethodRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/methods',
      access: 'signed_in',
      summary: 'The methods of the person, with warnings and what the company allows.',
      answer: overviewSchema,
    },
    async ({ core, call }) => {
      const { pending, active, off, warnings, policy, ...rest } = await core.ownMethods.getOverview({}, call);
      return {
        ...rest,
        pending: pending.map((each) => ({ ...each, expiresAt: instant(each.expiresAt) })),
        active: active.map(toMethod),
        off: off.map(toMethod),
        warnings: warnings as z.input<typeof overviewSchema>['warnings'],
        policy: toPolicy(policy),
      };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/methods/:id/default',
      access: 'signed_in',
      summary: 'Asks for this method first; answers which one it was before.',
      params: idParams,
      answer: z.object({ previousMethodId: z.string() }),
    },
    async ({ core, call, params }) => await core.ownMethods.setDefault({ methodId: params.id }, call),
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/methods/:id',
      access: 'signed_in',
      summary: 'Renames a method.',
      params: idParams,
      body: z.strictObject({ name: nameText }),
    },
    async ({ core, call, params, body }) =>
      void (await core.ownMethods.rename({ methodId: params.id, name: body.name }, call)),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/methods/:id/off',
      access: 'signed_in',
      summary: 'Turns a method off without removing it.',
      params: idParams,
    },
    async ({ core, call, params }) => void (await core.ownMethods.turnOff({ methodId: params.id }, call)),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/methods/:id/on',
      access: 'signed_in',
      summary: 'Turns a method on again.',
      params: idParams,
    },
    async ({ core, call, params }) => void (await core.ownMethods.turnOn({ methodId: params.id }, call)),
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/methods/:id',
      access: 'signed_in',
      summary: 'Removes a method for good; other sessions end.',
      params: idParams,
    },
    async ({ core, call, params }) => void (await core.ownMethods.remove({ methodId: params.id }, call)),
  ),
];
