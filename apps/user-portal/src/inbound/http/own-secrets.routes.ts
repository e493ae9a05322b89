import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { instant, instantSchema } from './self-service.schemas.ts';

const answerSchema = z.strictObject({ questionId: z.string().min(1).max(40), answer: z.string().max(200) });

const problemsSchema = z.object({
  problems: z.array(
    z.object({
      questionId: z.string(),
      code: z.enum(['too_short', 'same_answer', 'unknown_question', 'answered_twice', 'too_few', 'part_of_question']),
    }),
  ),
});
type Problems = z.input<typeof problemsSchema>['problems'];

/** Recovery codes, security questions and the PIN. */
export const ownSecretRoutes = [
  defineRoute(
    {
      method: 'POST',
      path: '/api/recovery-codes',
      access: 'signed_in',
      summary: 'Ten new codes, shown this once; earlier ones end.',
      answer: z.object({
        codes: z.array(z.string()),
        userName: z.string(),
        organisation: z.string(),
        createdAt: instantSchema,
      }),
    },
    async ({ core, call }) => {
      const { createdAt, ...rest } = await core.enrollment.createRecoveryCodes({}, call);
      return { ...rest, createdAt: instant(createdAt) };
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/questions',
      access: 'signed_in',
      summary: 'The questions on offer; answers are never shown again.',
      query: z.object({ language: z.enum(['en', 'fr']).optional() }),
      answer: z.object({
        questions: z.array(z.object({ id: z.string(), text: z.string(), isAnswered: z.boolean() })),
        wanted: z.number(),
        minimumLength: z.number(),
        answeredAt: instantSchema,
      }),
    },
    async ({ core, call, query, language }) => {
      const { answeredAt, ...rest } = await core.enrollment.getQuestions(
        { language: query.language ?? language },
        call,
      );
      return { ...rest, answeredAt: instant(answeredAt) };
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/questions',
      access: 'signed_in',
      summary: 'Answers the questions anew, all of them.',
      body: z.strictObject({ answers: z.array(answerSchema).min(1).max(10) }),
      answer: problemsSchema,
    },
    async ({ core, call, body }) => ({ problems: (await core.enrollment.setAnswers(body, call)).problems as Problems }),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/pin',
      access: 'signed_in',
      summary: 'The rules that a PIN keeps.',
      answer: z.object({
        rules: z.array(z.object({ code: z.string(), limit: z.number(), isLive: z.boolean() })),
        hasPin: z.boolean(),
        isChangeRequired: z.boolean(),
        forbiddenPieces: z.array(z.string()),
      }),
    },
    async ({ core, call }) => await core.enrollment.getPinRules({}, call),
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/pin',
      access: 'signed_in',
      summary: 'Sets the PIN; answers the rules that it breaks, if any.',
      body: z.strictObject({ pin: z.string().min(1).max(64) }),
      answer: z.object({ brokenRules: z.array(z.string()) }),
    },
    async ({ core, call, body }) => await core.enrollment.setPin(body, call),
  ),
];
