import { z } from 'zod';
import { defineRoute } from './define-route.ts';

const STEPS = ['company', 'administrator', 'checks', 'radius', 'summary'] as const;

const stateSchema = z.object({
  isOpen: z.boolean(),
  isAuthorized: z.boolean(),
  step: z.string(),
  companyName: z.string(),
  language: z.string(),
  timeZone: z.string(),
  administrator: z.string(),
  radiusClient: z.string(),
  skippedSteps: z.array(z.string()),
});

const findingSchema = z.object({
  subject: z.string(),
  state: z.enum(['ok', 'warning', 'failed']),
  detail: z.string(),
  remedy: z.string(),
});

const name = z.string().max(256);

/** The first set-up. Its session takes the place of a sign-in until there is somebody who can sign in. */
export const setupRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/setup',
      access: 'anyone',
      summary: 'Whether there is something to set up, and how far this browser has come with it.',
      answer: stateSchema,
    },
    async ({ core, call }) => await core.setup.getSetupState({}, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/setup/token',
      access: 'anyone',
      summary: 'Exchanges the one-time token for the right to go on, in this browser only.',
      body: z.object({ token: z.string().max(200) }),
    },
    async ({ core, call, body, setSession }) => {
      const { session } = await core.setup.exchangeSetupToken(body, call);
      setSession(session);
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/setup/company',
      access: 'anyone',
      summary: 'Sets name, language and time zone of the company.',
      body: z.object({ name: z.string().max(100), language: z.enum(['en', 'fr']), timeZone: z.string().max(64) }),
    },
    async ({ core, call, body }) => {
      await core.setup.setCompany(body, call);
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/setup/authenticator',
      access: 'anyone',
      summary: 'Shows the secret for the authenticator app of the first administrator.',
      body: z.object({ userName: name }),
      answer: z.object({ otpauthUri: z.string(), secretBase32: z.string() }),
    },
    async ({ core, call, body }) => await core.setup.startFirstAuthenticator(body, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/setup/administrator',
      access: 'anyone',
      summary: 'Makes the first administrator with an authenticator that the code proves.',
      body: z.object({
        userName: name,
        firstName: name,
        lastName: name,
        mail: name,
        password: name,
        code: z.string().max(16),
      }),
      answer: z.object({ recoveryCodes: z.array(z.string()) }),
    },
    async ({ core, call, body }) => await core.setup.createFirstAdministrator(body, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/setup/checks',
      access: 'anyone',
      summary: 'Looks at everything that this installation depends on.',
      answer: z.object({ findings: z.array(findingSchema) }),
    },
    async ({ core, call }) => {
      const { findings } = await core.setup.checkInstallation({}, call);
      return { findings: findings.map((finding) => ({ ...finding, state: stateOf(finding.state) })) };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/setup/radius',
      access: 'anyone',
      summary: 'Adds the first RADIUS client; its secret is shown once.',
      body: z.object({ applicationName: z.string().max(100), network: z.string().max(64) }),
      answer: z.object({ sharedSecret: z.string() }),
    },
    async ({ core, call, body }) => await core.setup.addFirstRadiusClient(body, call),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/setup/step',
      access: 'anyone',
      summary: 'Notes that a step is done or left out.',
      body: z.object({ step: z.enum(STEPS), isSkipped: z.boolean() }),
    },
    async ({ core, call, body }) => {
      await core.setup.saveSetupStep(body, call);
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/setup/complete',
      access: 'anyone',
      summary: 'Closes the first set-up for ever.',
    },
    async ({ core, call, clearSession }) => {
      await core.setup.completeSetup({}, call);
      clearSession();
    },
  ),
];

function stateOf(state: string): 'ok' | 'warning' | 'failed' {
  return state === 'ok' || state === 'warning' ? state : 'failed';
}
