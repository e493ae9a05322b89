import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { instant, reasonText, userParams } from './users.schemas.ts';

const untilSchema = z.object({ until: z.iso.datetime().nullable() });
const durationSeconds = z.number().int().min(0).default(0);

/** What is done to one user. */
export const userActionRoutes = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/:user/block',
      access: 'signed_in',
      summary: 'Denies every attempt of a user for a time; 0 seconds is the company setting.',
      params: userParams,
      body: z.strictObject({ reason: reasonText, durationSeconds }),
      answer: untilSchema,
    },
    async ({ core, call, params, body }) => ({
      until: instant((await core.users.blockUser({ ...params, ...body }, call)).blockedUntilMilliseconds),
    }),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/:user/unblock',
      access: 'signed_in',
      summary: 'Ends a block.',
      params: userParams,
      body: z.strictObject({ reason: reasonText }),
    },
    async ({ core, call, params, body }) => void (await core.users.unblockUser({ ...params, ...body }, call)),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/:user/unlock',
      access: 'signed_in',
      summary: 'Ends a lockout that failed attempts caused.',
      params: userParams,
      body: z.strictObject({}),
    },
    async ({ core, call, params }) => void (await core.users.unlockUser(params, call)),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/:user/bypass',
      access: 'signed_in',
      summary: 'Lets the next sign-in skip the second factor, once; 0 seconds is the company setting.',
      params: userParams,
      body: z.strictObject({ reason: reasonText, durationSeconds }),
      answer: untilSchema,
    },
    async ({ core, call, params, body }) => ({
      until: instant((await core.users.grantOneTimeBypass({ ...params, ...body }, call)).bypassUntilMilliseconds),
    }),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/:user/reset-methods',
      access: 'signed_in',
      summary: 'Takes from a user all methods, or one; hardware tokens go back to the stock.',
      params: userParams,
      body: z.strictObject({ reason: reasonText, authenticatorId: z.union([z.uuid(), z.literal('')]).default('') }),
      answer: z.object({ removed: z.number() }),
    },
    async ({ core, call, params, body }) => await core.userDirectory.resetUserMethods({ ...params, ...body }, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/:user/phones',
      access: 'signed_in',
      summary: 'Binds a phone to a user.',
      params: userParams,
      body: z.strictObject({ phone: z.string().max(64), name: z.string().max(64).default('') }),
      answer: z.object({ authenticatorId: z.string() }),
    },
    async ({ core, call, params, body }) => await core.authenticators.addPhone({ ...params, ...body }, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/:user/phones/:authenticatorId/reveal',
      access: 'signed_in',
      summary: 'A phone number in full; the journal keeps who looked and why.',
      params: userParams.extend({ authenticatorId: z.uuid() }),
      body: z.strictObject({ reason: reasonText }),
      answer: z.object({ phone: z.string() }),
    },
    async ({ core, call, params, body }) => await core.userDirectory.revealPhone({ ...params, ...body }, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/:user/pin',
      access: 'signed_in',
      summary: 'Gives a user a new PIN, shown this once, that has to be changed at the next sign-in.',
      params: userParams,
      body: z.strictObject({}),
      answer: z.object({ generatedPin: z.string() }),
    },
    async ({ core, call, params }) => {
      const { user } = await core.users.getUser(params, call);
      const request = { ...params, pin: '', isChangeRequired: true, useOathPinMode: user?.isOathPinMode ?? false };
      return await core.users.setUserPin(request, call);
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/users/:user/welcome-mail',
      access: 'signed_in',
      summary: 'Welcomes a user by mail, in words for their method; with a first PIN if it is wanted.',
      params: userParams,
      body: z.strictObject({ withInitialPin: z.boolean().default(false) }),
      answer: z.object({ maskedMail: z.string(), template: z.string() }),
    },
    async ({ core, call, params, body }) => await core.welcomeMail.sendWelcomeMail({ ...params, ...body }, call),
  ),
];
