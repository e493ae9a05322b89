import { sessionsV1 } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import { z } from 'zod';

/** The methods that a sign-in can ask for. */
export const methodName = z.enum(['passkey', 'totp', 'hotp', 'text_message', 'recovery_code']);
type MethodName = z.output<typeof methodName>;

const promptSchema = z.object({
  method: methodName,
  /** Masked, as "+33 6 ** ** ** 12"; empty: there is nothing to tell. */
  detail: z.string(),
  choices: z.array(z.object({ method: methodName, detail: z.string() })),
  attemptsLeft: z.number(),
  expiresAt: z.iso.datetime(),
  /** From when a text message may be asked for again; null: none was sent. */
  resendAt: z.iso.datetime().nullable(),
  /** For navigator.credentials.get; null: no passkey is asked for. */
  passkeyOptions: z.record(z.string(), z.unknown()).nullable(),
  problem: z.enum(['', 'wrong_code', 'code_used', 'code_expired', 'not_sent']),
  hasPin: z.boolean(),
  /** Length of the code; 0: none is typed. */
  digits: z.number(),
});

/** Where a sign-in stands. */
export const stepSchema = z.object({
  kind: z.enum(['refused', 'prompt', 'signed_in', 'enroll', 'no_method', 'over']),
  prompt: promptSchema.nullable(),
  /** What the help desk finds this sign-in by. */
  reference: z.string(),
  wasBypassed: z.boolean(),
  /** Null: no recovery code was used. */
  recoveryCodesLeft: z.number().nullable(),
  isPinChangeDue: z.boolean(),
});
type Step = z.input<typeof stepSchema>;

const { StepKind } = sessionsV1;
const KINDS: ReadonlyMap<sessionsV1.StepKind, Step['kind']> = new Map([
  [StepKind.REFUSED, 'refused'],
  [StepKind.PROMPT, 'prompt'],
  [StepKind.SIGNED_IN, 'signed_in'],
  [StepKind.ENROLL, 'enroll'],
  [StepKind.NO_METHOD, 'no_method'],
  [StepKind.OVER, 'over'],
]);

/** A step for the page. */
export function toStep(step: sessionsV1.Step | undefined): Step {
  const kind = step === undefined ? undefined : KINDS.get(step.kind);
  if (step === undefined || kind === undefined) throw new DomainError('internal', 'the core answered no known step');
  return {
    kind,
    prompt: step.prompt === undefined ? null : toPrompt(step.prompt),
    reference: step.reference,
    wasBypassed: step.wasBypassed,
    recoveryCodesLeft: step.recoveryCodesLeft < 0 ? null : step.recoveryCodesLeft,
    isPinChangeDue: step.pinChangeDue,
  };
}

function toPrompt(prompt: sessionsV1.Prompt): Step['prompt'] {
  const { method, choices, expiresAt, resendAt, passkeyOptions, problem, ...rest } = prompt;
  return {
    ...rest,
    method: method as MethodName,
    choices: choices.map((choice) => ({ ...choice, method: choice.method as MethodName })),
    expiresAt: new Date(expiresAt).toISOString(),
    resendAt: optionalInstant(resendAt),
    passkeyOptions: passkeyOptions === '' ? null : (JSON.parse(passkeyOptions) as Record<string, unknown>),
    problem: problem as NonNullable<Step['prompt']>['problem'],
  };
}

/** Who is signed in. */
export const sessionSchema = z.object({
  userName: z.string(),
  displayName: z.string(),
  level: z.enum(['enrolling', 'full']),
  role: z.string().nullable(),
  roleName: z.string(),
  permissions: z.array(z.string()),
  /** Groups that an administrator is limited to; null: no limit. */
  groups: z.array(z.string()).nullable(),
  language: z.string(),
  provedAt: z.iso.datetime().nullable(),
  provedById: z.string(),
  /** When the session ends if nothing is done. */
  expiresAt: z.iso.datetime(),
  /** When it ends in any case. */
  endsAt: z.iso.datetime(),
});

/** A session for the page. */
export function toSession(session: sessionsV1.GetSessionResponse): z.input<typeof sessionSchema> {
  const { userName, displayName, level, roleId, roleName, permissions, language, provedById } = session;
  return {
    userName,
    displayName,
    level: level === 'enrolling' ? 'enrolling' : 'full',
    role: roleId === '' ? null : roleId,
    roleName,
    permissions,
    groups: session.isLimited ? session.groups : null,
    language,
    provedAt: optionalInstant(session.provedAt),
    provedById,
    expiresAt: new Date(session.idleEndsAt).toISOString(),
    endsAt: new Date(session.endsAt).toISOString(),
  };
}

/** One of the open sessions of a person. */
export const listedSessionSchema = z.object({
  id: z.string(),
  surface: z.enum(['user-portal', 'admin-console']),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  clientAddress: z.string(),
  browser: z.string(),
  isThis: z.boolean(),
});

/** A listed session for the page. */
export function toListed(session: sessionsV1.BrowserSession): z.input<typeof listedSessionSchema> {
  const { surface, createdAt, lastSeenAt, ...rest } = session;
  return {
    ...rest,
    surface: surface === 'admin-console' ? 'admin-console' : 'user-portal',
    createdAt: new Date(createdAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
  };
}

function optionalInstant(at: number): string | null {
  return at === 0 ? null : new Date(at).toISOString();
}
