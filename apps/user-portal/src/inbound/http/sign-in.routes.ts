import type { RouteRequest } from '@countersign/http';
import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { methodName, stepSchema, toStep } from './session.schemas.ts';

/** A password check takes its time, and the directory may take more. */
const PATIENCE = { deadlineMilliseconds: 10_000 };
const LONGEST = 1024;

const answerBody = z.union([
  z.strictObject({ code: z.string().max(LONGEST) }),
  z.strictObject({ passkey: z.record(z.string(), z.unknown()) }),
]);

/** Signing in, and proving again in an open session. */
export const signInRoutes = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/sign-in',
      access: 'anyone',
      summary: 'Signs in with name and password; answers with what comes next.',
      body: z.strictObject({ userName: z.string().max(LONGEST), password: z.string().max(LONGEST) }),
      answer: stepSchema,
    },
    async (request) => {
      const { userName, password } = request.body;
      const asked = { userName, password: Buffer.from(password, 'utf8'), visitor: visitorOf(request) };
      return begun(request, await request.core.sessions.signIn(asked, { ...request.call, ...PATIENCE }));
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/sign-in/passkey/options',
      access: 'anyone',
      summary: 'What navigator.credentials.get needs for a sign-in without a name.',
      answer: z.record(z.string(), z.unknown()),
    },
    async (request) => {
      const { options } = await request.core.sessions.beginPasskeySignIn({ visitor: visitorOf(request) }, request.call);
      return JSON.parse(options) as Record<string, unknown>;
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/sign-in/passkey',
      access: 'anyone',
      summary: 'Signs in with a passkey alone.',
      body: z.strictObject({ passkey: z.record(z.string(), z.unknown()) }),
      answer: stepSchema,
    },
    async (request) => {
      const asked = { response: JSON.stringify(request.body.passkey), visitor: visitorOf(request) };
      return begun(request, await request.core.sessions.finishPasskeySignIn(asked, { ...request.call, ...PATIENCE }));
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/sign-in',
      access: 'half',
      summary: 'The question that the sign-in waits on.',
      answer: stepSchema,
    },
    async (request) => {
      const { step } = await request.core.sessions.getPrompt({ visitor: visitorOf(request) }, request.call);
      return toStep(step);
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/sign-in/answer',
      access: 'half',
      summary: 'Answers the question with a code or a passkey.',
      body: answerBody,
      answer: stepSchema,
    },
    async (request) => {
      const asked = { ...answerOf(request.body), visitor: visitorOf(request) };
      return begun(request, await request.core.sessions.answerPrompt(asked, { ...request.call, ...PATIENCE }));
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/sign-in/method',
      access: 'half',
      summary: 'Asks for another method, or for the text message once more.',
      body: z.strictObject({ method: methodName }),
      answer: stepSchema,
    },
    async (request) => {
      const asked = { method: request.body.method, visitor: visitorOf(request) };
      return toStep((await request.core.sessions.chooseMethod(asked, { ...request.call, ...PATIENCE })).step);
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/proof',
      access: 'signed_in',
      summary: 'Asks for a fresh proof, by the usual method or another one.',
      body: z.strictObject({ method: methodName.optional() }),
      answer: stepSchema,
    },
    async (request) => {
      const asked = { method: request.body.method ?? '', visitor: visitorOf(request) };
      return toStep((await request.core.sessions.beginProof(asked, { ...request.call, ...PATIENCE })).step);
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/proof/answer',
      access: 'signed_in',
      summary: 'Gives the proof with a code or a passkey.',
      body: answerBody,
      answer: stepSchema,
    },
    async (request) => {
      const asked = { ...answerOf(request.body), visitor: visitorOf(request) };
      return begun(request, await request.core.sessions.answerProof(asked, { ...request.call, ...PATIENCE }));
    },
  ),
];

type Request = Pick<RouteRequest<unknown>, 'clientAddress' | 'userAgent' | 'publicOrigin' | 'setSession'>;

function visitorOf({ clientAddress, userAgent, publicOrigin }: Request) {
  return { clientAddress, userAgent, origin: publicOrigin };
}

function answerOf(body: z.output<typeof answerBody>): { readonly code: Buffer; readonly passkeyResponse: string } {
  return 'code' in body
    ? { code: Buffer.from(body.code, 'utf8'), passkeyResponse: '' }
    : { code: Buffer.alloc(0), passkeyResponse: JSON.stringify(body.passkey) };
}

/** Each level of a sign-in has a session id of its own; the one before is dead already. */
function begun({ setSession }: Request, { session, step }: { session: string; step: Parameters<typeof toStep>[0] }) {
  if (session !== '') setSession(session);
  return toStep(step);
}
