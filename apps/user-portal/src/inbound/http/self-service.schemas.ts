import type { selfServiceV1 } from '@countersign/contracts';
import { z } from 'zod';

/** ISO 8601 in UTC; null: never, or not. */
export const instantSchema = z.iso.datetime().nullable();
export const idParams = z.strictObject({ id: z.uuid() });
export const nameText = z.string().trim().min(1).max(64);
export const codeText = z.string().trim().min(4).max(32);
export const enrollmentId = z.string().min(8).max(64);

/** One sign-in method, as its owner sees it. */
export const methodSchema = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.enum(['active', 'off']),
  name: z.string(),
  detail: z.string(),
  addedAt: instantSchema,
  lastUsedAt: instantSchema,
  isDefault: z.boolean(),
  codesLeft: z.number(),
  actions: z.array(z.enum(['default', 'rename', 'off', 'on', 'remove', 'replace', 'regenerate', 'change'])),
  keepReason: z.enum(['', 'only_method']),
});

/** What the company lets people do. */
export const policySchema = z.object({
  canEnroll: z.boolean(),
  canSelectMethod: z.boolean(),
  canChangePhone: z.boolean(),
  canSelectLanguage: z.boolean(),
  canBypass: z.boolean(),
  canEditBypassSeconds: z.boolean(),
  bypassSeconds: z.number(),
  kinds: z.array(z.string()),
  hasRecoveryCodes: z.boolean(),
  questions: z.number(),
  hasPin: z.boolean(),
  promptsBackup: z.boolean(),
  helpContact: z.string(),
});

/** What an enrollment led to; `next` names what is still missing. */
export const enrolledSchema = z.object({
  methodId: z.string(),
  kind: z.string(),
  name: z.string(),
  isDefault: z.boolean(),
  /** Whether this method completed the sign-in: the session is a full one now. */
  completedSignIn: z.boolean(),
  next: z.array(z.enum(['backup', 'recovery_codes', 'questions'])),
});

/** Either what was enrolled, or why it was not. */
export const outcomeSchema = z.object({
  enrolled: enrolledSchema.nullable(),
  refusal: z.enum([
    '',
    'wrong_code',
    'code_used',
    'clock_off',
    'expired',
    'too_many_tries',
    'not_this_token',
    'already_registered',
    'not_verified',
    'refused',
  ]),
  /** For `clock_off`: minutes by which the device is ahead; negative: behind. */
  clockMinutes: z.number(),
  /** For `wrong_code`. */
  attemptsLeft: z.number(),
});

export const preferencesSchema = z.object({
  uiLanguage: z.enum(['', 'en', 'fr']),
  callLanguage: z.enum(['', 'en', 'fr']),
  textLanguage: z.enum(['', 'en', 'fr']),
  appLanguage: z.enum(['', 'en', 'fr']),
  oathLanguage: z.enum(['', 'en', 'fr']),
  theme: z.enum(['light', 'dark', 'system']),
  timeZone: z.string().max(64),
});

/** An instant of the core for JSON. */
export function instant(milliseconds: number): string | null {
  return milliseconds === 0 ? null : new Date(milliseconds).toISOString();
}

/** A method for JSON. */
export function toMethod(method: selfServiceV1.OwnMethod): z.input<typeof methodSchema> {
  const { addedAt, lastUsedAt, ...rest } = method;
  return { ...rest, addedAt: instant(addedAt), lastUsedAt: instant(lastUsedAt) } as z.input<typeof methodSchema>;
}

/** The policy for JSON. */
export function toPolicy(policy: selfServiceV1.PortalPolicy | undefined): z.input<typeof policySchema> {
  if (policy === undefined) throw new Error('the core answered without the policy of the portal');
  return { ...policy };
}

/** The answer of a confirmation; a session that became a full one gets its new id first. */
export function toOutcome(
  outcome: selfServiceV1.EnrollmentOutcome | undefined,
  setSession: (id: string) => void,
): z.input<typeof outcomeSchema> {
  if (outcome === undefined) throw new Error('the core answered without an outcome');
  const { enrolled, refusal, clockMinutes, attemptsLeft } = outcome;
  const reason = refusal as z.input<typeof outcomeSchema>['refusal'];
  if (enrolled === undefined) return { enrolled: null, refusal: reason, clockMinutes, attemptsLeft };
  const { session, next, ...rest } = enrolled;
  if (session !== '') setSession(session);
  const missing = next as z.input<typeof enrolledSchema>['next'];
  const shown = { ...rest, completedSignIn: session !== '', next: missing };
  return { enrolled: shown, refusal: reason, clockMinutes, attemptsLeft };
}
