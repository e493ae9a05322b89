import { z } from 'zod';
import { count, recordId, requiredText, secret, text, wordOrEmpty } from '../../../administration/index.ts';

const LANGUAGES = ['en', 'fr'] as const;
const LONGEST_PASSKEY = 65_536;
const language = () => wordOrEmpty(LANGUAGES).transform((value): string => value ?? '');
const code = () => text({ min: 1, max: 32 });
const typed = (max: number) => secret({ max }).transform((value) => value?.expose().toString('utf8') ?? '');

export const methodSchema = z.object({ methodId: recordId() });
export const renameSchema = z.object({ methodId: recordId(), name: requiredText(64) });
export const beginPhoneSchema = z.object({
  phone: requiredText(64),
  name: text({ max: 64 }),
  replaces: z.literal('').or(recordId()),
});
export const confirmSchema = z.object({ enrollmentId: recordId(), code: code() });
export const confirmTotpSchema = z.object({ enrollmentId: recordId(), code: code(), name: text({ max: 64 }) });
export const addTokenSchema = z.object({
  serialNumber: requiredText(64),
  firstCode: code(),
  secondCode: code(),
  name: text({ max: 64 }),
});
export const beginPasskeySchema = z.object({ origin: requiredText(256) });
export const finishPasskeySchema = z.object({
  enrollmentId: recordId(),
  responseJson: z.string().min(2).max(LONGEST_PASSKEY),
  name: text({ max: 64 }),
  platform: text({ max: 64 }),
  origin: requiredText(256),
});
export const questionsSchema = z.object({ language: z.enum(LANGUAGES, { error: 'must be en or fr' }) });
export const answersSchema = z.object({
  answers: z
    .array(z.object({ questionId: requiredText(40), answer: typed(800) }))
    .max(10, 'must have at most 10 entries'),
});
export const pinSchema = z.object({ pin: typed(64) });
export const preferencesSchema = z.object({
  preferences: z.object({
    uiLanguage: language(),
    callLanguage: language(),
    textLanguage: language(),
    appLanguage: language(),
    oathLanguage: language(),
    theme: z.enum(['light', 'dark', 'system'], { error: 'must be light, dark or system' }),
    timeZone: text({ max: 64 }),
  }),
});
export const startBypassSchema = z.object({ seconds: count({ max: 86_400 }), reason: text({ max: 200 }) });
export const activitySchema = z.object({
  before: text({ max: 64 }),
  limit: count({ max: 100 }).transform((value) => (value === 0 ? 30 : value)),
});
export const fraudSchema = z.object({ entryId: text({ max: 64 }), shouldBlock: z.boolean(), note: text({ max: 500 }) });
export const welcomeSchema = z.object({ user: requiredText(256), withInitialPin: z.boolean() });
