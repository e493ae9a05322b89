import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import {
  codeText,
  outcomeSchema,
  enrollmentId,
  instant,
  instantSchema,
  nameText,
  policySchema,
  toOutcome,
  toPolicy,
} from './self-service.schemas.ts';

const optionsSchema = z.object({
  kinds: z.array(
    z.object({
      kind: z.enum(['phone', 'totp', 'token', 'passkey']),
      isRecommended: z.boolean(),
      traits: z.array(z.enum(['free', 'works_offline', 'phishing_resistant', 'needs_network', 'needs_device'])),
      have: z.number(),
      most: z.number(),
    }),
  ),
  isFirst: z.boolean(),
  deadlineAt: instantSchema,
  canPostpone: z.boolean(),
  organisation: z.string(),
  helpContact: z.string(),
  backupKind: z.string(),
  isBackupRequired: z.boolean(),
  hasRecoveryCodes: z.boolean(),
  questionsMissing: z.number(),
  knownPhones: z.array(z.string()),
  callingCodes: z.array(z.string()),
  policy: policySchema,
});
const confirmBody = z.strictObject({ enrollmentId, code: codeText });

/** New methods: open to whoever enrols the first one, too. */
export const enrollmentRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/enrollment',
      access: 'half',
      summary: 'What may be enrolled now, best first, and until when it may wait.',
      answer: optionsSchema,
    },
    async ({ core, call }) => {
      const { deadlineAt, policy, kinds, ...rest } = await core.enrollment.getEnrollment({}, call);
      return {
        ...rest,
        kinds: kinds as z.input<typeof optionsSchema>['kinds'],
        deadlineAt: instant(deadlineAt),
        policy: toPolicy(policy),
      };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/enrollment/later',
      access: 'half',
      summary: 'Puts the enrollment off while a grace period runs; it gives no right.',
      answer: z.object({ deadlineAt: instantSchema }),
    },
    async ({ core, call }) => ({
      deadlineAt: instant((await core.enrollment.postponeEnrollment({}, call)).deadlineAt),
    }),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/enrollment/phone',
      access: 'half',
      summary: 'Sends a code to a number; nothing is stored before it is proved.',
      body: z.strictObject({
        phone: z.string().max(64),
        name: z.string().trim().max(64).default(''),
        replaces: z.union([z.uuid(), z.literal('')]).default(''),
      }),
      answer: z.object({
        enrollmentId: z.string(),
        maskedPhone: z.string(),
        expiresAt: instantSchema,
        resendAt: instantSchema,
        warning: z.enum(['', 'landline']),
      }),
    },
    async ({ core, call, body }) => {
      const { expiresAt, resendAt, warning, ...rest } = await core.enrollment.beginPhone(body, call);
      return {
        ...rest,
        expiresAt: instant(expiresAt),
        resendAt: instant(resendAt),
        warning: warning as '' | 'landline',
      };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/enrollment/phone/confirm',
      access: 'half',
      summary: 'Proves the number with the code that was sent.',
      body: confirmBody,
      answer: outcomeSchema,
    },
    async ({ core, call, body, setSession }) =>
      toOutcome((await core.enrollment.confirmPhone(body, call)).outcome, setSession),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/enrollment/app',
      access: 'half',
      summary: 'The secret for an authenticator app; the same one for half an hour.',
      body: z.strictObject({ isAnew: z.boolean().default(false) }),
      answer: z.object({
        enrollmentId: z.string(),
        otpauthUri: z.string(),
        secretBase32: z.string(),
        expiresAt: instantSchema,
      }),
    },
    async ({ core, call, body }) => {
      const { expiresAt, ...rest } = await core.enrollment.beginTotp(body, call);
      return { ...rest, expiresAt: instant(expiresAt) };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/enrollment/app/confirm',
      access: 'half',
      summary: 'Proves the app with one code, which counts as used.',
      body: z.strictObject({ enrollmentId, code: codeText, name: z.string().trim().max(64).default('') }),
      answer: outcomeSchema,
    },
    async ({ core, call, body, setSession }) =>
      toOutcome((await core.enrollment.confirmTotp(body, call)).outcome, setSession),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/enrollment/token',
      access: 'half',
      summary: 'Takes a hardware token by its serial number and two codes that follow each other.',
      body: z.strictObject({
        serialNumber: z.string().trim().min(1).max(64),
        firstCode: codeText,
        secondCode: codeText,
        name: z.string().trim().max(64).default(''),
      }),
      answer: outcomeSchema,
    },
    async ({ core, call, body, setSession }) =>
      toOutcome((await core.enrollment.addToken(body, call)).outcome, setSession),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/enrollment/passkey',
      access: 'half',
      summary: 'Options for navigator.credentials.create.',
      answer: z.object({ enrollmentId: z.string(), options: z.record(z.string(), z.unknown()) }),
    },
    async ({ core, call, publicOrigin }) => {
      const begun = await core.enrollment.beginPasskey({ origin: publicOrigin }, call);
      return { enrollmentId: begun.enrollmentId, options: JSON.parse(begun.optionsJson) as Record<string, unknown> };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/enrollment/passkey/confirm',
      access: 'half',
      summary: 'What the browser made of the options.',
      body: z.strictObject({
        enrollmentId,
        response: z.record(z.string(), z.unknown()),
        name: nameText.or(z.literal('')).default(''),
        platform: z.string().max(64).default(''),
      }),
      answer: outcomeSchema,
    },
    async ({ core, call, body, publicOrigin, setSession }) => {
      const { response, ...rest } = body;
      const request = { ...rest, responseJson: JSON.stringify(response), origin: publicOrigin };
      return toOutcome((await core.enrollment.finishPasskey(request, call)).outcome, setSession);
    },
  ),
];
