import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { jobSchema, reasonText, toJob } from './users.schemas.ts';

const ACTIONS = ['enable', 'disable', 'block', 'unblock', 'unlock', 'delete', 'restore'] as const;
const idParams = z.object({ id: z.uuid() });
/** To write down a million users takes some seconds. */
const START_MILLISECONDS = 60_000;

/** Work on many users. */
export const userJobRoutes = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/user-jobs',
      access: 'signed_in',
      summary: 'Starts work on chosen users or on all of a search; for many it asks for a fresh proof.',
      body: z.strictObject({
        action: z.enum(ACTIONS),
        userIds: z.array(z.uuid()).max(10_000).default([]),
        isByQuery: z.boolean().default(false),
        q: z.string().max(500).default(''),
        exceptUserIds: z.array(z.uuid()).max(10_000).default([]),
        expectedCount: z.number().int().min(1),
        reason: reasonText,
        approvalId: z.union([z.uuid(), z.literal('')]).default(''),
        askForApproval: z.boolean().default(false),
      }),
      answer: z.object({ job: jobSchema.nullable(), approvalId: z.string() }),
    },
    async ({ core, call, body }) => {
      const { q: query, ...rest } = body;
      const options = { ...call, deadlineMilliseconds: START_MILLISECONDS };
      const { job, approvalId } = await core.userDirectory.startUserJob({ query, ...rest }, options);
      return { job: job === undefined ? null : toJob(job), approvalId };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/user-jobs',
      access: 'signed_in',
      summary: 'The newest work on many users.',
      answer: z.object({ items: z.array(jobSchema), next: z.null() }),
    },
    async ({ core, call }) => ({
      items: (await core.userDirectory.listUserJobs({}, call)).jobs.map(toJob),
      next: null,
    }),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/user-jobs/:id',
      access: 'signed_in',
      summary: 'How far work on many users is.',
      params: idParams,
      answer: jobSchema,
    },
    async ({ core, call, params }) => toJob((await core.userDirectory.getUserJob(params, call)).job),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/user-jobs/:id/problems',
      access: 'signed_in',
      summary: 'The users for whom it did not work, and why.',
      params: idParams,
      answer: z.object({
        items: z.array(z.object({ userId: z.string(), userName: z.string(), problem: z.string() })),
        next: z.null(),
      }),
    },
    async ({ core, call, params }) => ({
      items: (await core.userDirectory.listUserJobProblems(params, call)).problems,
      next: null,
    }),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/user-jobs/:id/cancel',
      access: 'signed_in',
      summary: 'Stops work on many users; what is done stays done.',
      params: idParams,
      body: z.strictObject({}),
      answer: jobSchema,
    },
    async ({ core, call, params }) => toJob((await core.userDirectory.cancelUserJob(params, call)).job),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/user-jobs/:id/undo',
      access: 'signed_in',
      summary: 'Takes back what was done, as work of its own.',
      params: idParams,
      body: z.strictObject({}),
      answer: jobSchema,
    },
    async ({ core, call, params }) => toJob((await core.userDirectory.undoUserJob(params, call)).job),
  ),
];
