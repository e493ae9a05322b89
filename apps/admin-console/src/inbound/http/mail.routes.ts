import { z } from 'zod';
import { defineRoute } from './define-route.ts';

/** The password of the mail server, which nobody reads back, and tests of the way there. */
export const mailRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/mail/password',
      access: 'signed_in',
      summary: 'When the password of the mail server was set, and by whom; never what it is.',
      answer: z.object({ setAt: z.iso.datetime().nullable(), setBy: z.string() }),
    },
    async ({ core, call }) => {
      const { setAtMilliseconds: at, setBy } = await core.mail.getMailPassword({}, call);
      return { setAt: at === 0 ? null : new Date(at).toISOString(), setBy };
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/mail/password',
      access: 'signed_in',
      summary: 'Sets the password of the mail server; an empty one removes it.',
      body: z.strictObject({ password: z.string().max(256) }),
    },
    async ({ core, call, body }) => void (await core.mail.setMailPassword(body, call)),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/mail/tests',
      access: 'signed_in',
      summary: 'Sends a test mail to an address; the conversation with the server is read by its id.',
      body: z.strictObject({ recipient: z.string().max(254) }),
      answer: z.object({ id: z.string() }),
    },
    async ({ core, call, body, language }) => await core.mail.testMail({ ...body, language }, call),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/mail/tests/:id',
      access: 'signed_in',
      summary: 'What became of a test mail, with the conversation with the server; secrets are masked.',
      params: z.strictObject({ id: z.string().max(64) }),
      answer: z.object({
        state: z.string(),
        lines: z.array(z.object({ side: z.string(), text: z.string(), milliseconds: z.number() })),
      }),
    },
    async ({ core, call, params }) => await core.mail.getMailTest(params, call),
  ),
];
