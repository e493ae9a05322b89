import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { instant, toInstant } from './wire-times.ts';

const count = z.number();
const results = { accepted: count, rejected: count };
const label = z.object({ label: z.string(), count });

const statusSchema = z.object({
  now: instant,
  signIns: z.array(z.object({ hour: instant, ...results })),
  lastHour: z.object(results),
  lastWeek: z.object(results),
  denials: z.array(label),
  methods: z.array(label),
  deliveries: z.array(z.object({ channel: z.string(), sent: count, failed: count, p95Milliseconds: count })),
  applications: z.array(z.object({ name: z.string(), ...results })),
  enrollment: z.object({ users: count, enabled: count, withMethod: count, withBackup: count }),
  security: z.object({ activeBypasses: count, blocked: count, lockedOut: count, openFraudReports: count }),
  expiries: z.array(z.object({ kind: z.string(), name: z.string(), at: instant })),
  waitingEntries: count,
});

const NO_RESULTS = { accepted: 0, rejected: 0 };

/** How the system does. */
export const statusRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/status',
      access: 'signed_in',
      summary: 'Sign-ins, refusals, deliveries, enrollment, security and what expires, as numbers for charts.',
      answer: statusSchema,
    },
    async ({ core, call }) => {
      const status = await core.status.getStatus({}, call);
      const { nowMilliseconds, signIns, expiries, lastHour, lastWeek, enrollment, security, ...rest } = status;
      return {
        ...rest,
        now: toInstant(nowMilliseconds),
        signIns: signIns.map(({ hourMilliseconds, ...one }) => ({ ...one, hour: toInstant(hourMilliseconds) })),
        lastHour: lastHour ?? NO_RESULTS,
        lastWeek: lastWeek ?? NO_RESULTS,
        enrollment: enrollment ?? { users: 0, enabled: 0, withMethod: 0, withBackup: 0 },
        security: security ?? { activeBypasses: 0, blocked: 0, lockedOut: 0, openFraudReports: 0 },
        expiries: expiries.map(({ kind, name, atMilliseconds }) => ({ kind, name, at: toInstant(atMilliseconds) })),
      };
    },
  ),
];
