import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { describeRoutes } from './describe-routes.ts';
import { routesOf } from './route.ts';

const defineRoute = routesOf<undefined>();

it('tells of a route what callers write and what they get', () => {
  const route = defineRoute(
    {
      method: 'PUT',
      path: '/api/things/:id',
      access: 'signed_in',
      summary: 'Changes a thing.',
      params: z.object({ id: z.string() }),
      body: z.object({ size: z.number().default(1) }),
      answer: z.object({ size: z.number() }),
    },
    ({ body }) => Promise.resolve({ size: body.size }),
  );
  expect(describeRoutes([route])).toMatchObject([
    {
      path: '/api/things/:id',
      params: { required: ['id'] },
      body: { properties: { size: { default: 1 } } },
      answer: { required: ['size'] },
    },
  ]);
  expect(describeRoutes([route])[0]?.body).not.toHaveProperty('required');
});
