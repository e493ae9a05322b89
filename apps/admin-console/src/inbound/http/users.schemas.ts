import type { userDirectoryV1, usersV1 } from '@countersign/contracts';
import { z } from 'zod';

/** A user in a path: id or any name. */
export const userParams = z.object({ user: z.string().min(1).max(256) });
export const reasonText = z.string().trim().min(1).max(500);
const instantOrNull = z.iso.datetime().nullable();

const methodSchema = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  state: z.string(),
  serialNumber: z.string(),
  /** Masked. */
  phone: z.string(),
  boundAt: instantOrNull,
  lastUsedAt: instantOrNull,
  recoveryCodesLeft: z.number(),
});

const standingSchema = z.object({
  lockedUntil: instantOrNull,
  isBlocked: z.boolean(),
  blockReason: z.string(),
  blockedUntil: instantOrNull,
  bypassUntil: instantOrNull,
  failedAttempts: z.number(),
});

export const userSchema = z.object({
  id: z.string(),
  version: z.number(),
  userName: z.string(),
  aliases: z.array(z.string()),
  firstName: z.string(),
  lastName: z.string(),
  mail: z.string(),
  description: z.string(),
  isEnabled: z.boolean(),
  groups: z.array(z.string()),
  tags: z.array(z.string()),
  languages: z.record(z.string(), z.string()),
  defaultMethod: z.string(),
  hasPassword: z.boolean(),
  hasPin: z.boolean(),
  isPinChangeRequired: z.boolean(),
  isOathPinMode: z.boolean(),
  createdAt: instantOrNull,
  methods: z.array(methodSchema),
  /** Null while nobody knows how the user stands. */
  standing: standingSchema.nullable(),
});

export const foundUserSchema = userSchema.extend({
  lastSignInAt: instantOrNull,
  deletedAt: instantOrNull,
  isFromDirectory: z.boolean(),
});

export const countersSchema = z.object({
  all: z.number(),
  notEnrolled: z.number(),
  blocked: z.number(),
  locked: z.number(),
  bypassActive: z.number(),
  inactiveThirtyDays: z.number(),
  inactiveNinetyDays: z.number(),
  noBackup: z.number(),
  disabled: z.number(),
  deleted: z.number(),
});

export const jobSchema = z.object({
  id: z.string(),
  action: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  actor: z.string(),
  reason: z.string(),
  total: z.number(),
  done: z.number(),
  failed: z.number(),
  unchanged: z.number(),
  createdAt: instantOrNull,
  finishedAt: instantOrNull,
  canBeUndone: z.boolean(),
  undoOf: z.string(),
});

const fields = {
  userName: z.string().max(256),
  aliases: z.array(z.string().max(256)).max(20),
  firstName: z.string().max(256),
  lastName: z.string().max(256),
  mail: z.string().max(254),
  description: z.string().max(1000),
  groups: z.array(z.string().max(256)).max(500),
  tags: z.array(z.string().max(100)).max(100),
  languages: z.record(z.string(), z.string()),
  defaultMethod: z.string().max(32),
};

export const addUserBody = z.strictObject({ ...fields, isDisabled: z.boolean(), phone: z.string().max(64) }).partial({
  aliases: true,
  firstName: true,
  lastName: true,
  mail: true,
  description: true,
  groups: true,
  tags: true,
  languages: true,
  defaultMethod: true,
  isDisabled: true,
  phone: true,
});

export const updateUserBody = z.strictObject({
  version: z.number().int().min(0),
  changes: z.strictObject({ ...fields, isEnabled: z.boolean() }).partial(),
});

/** Milliseconds as an instant; 0 is none. */
export function instant(milliseconds: number): string | null {
  return milliseconds === 0 ? null : new Date(milliseconds).toISOString();
}

/** A user as the pages get them. */
export function toUser(user: usersV1.User | undefined): z.input<typeof userSchema> {
  if (user === undefined) throw new Error('the core gave no user');
  const { authenticators, standing, createdAtMilliseconds, ...same } = user;
  return {
    ...same,
    createdAt: instant(createdAtMilliseconds),
    methods: authenticators.map(({ boundAtMilliseconds, lastUsedAtMilliseconds, ...method }) => ({
      ...method,
      boundAt: instant(boundAtMilliseconds),
      lastUsedAt: instant(lastUsedAtMilliseconds),
    })),
    standing: standing === undefined ? null : toStanding(standing),
  };
}

function toStanding(standing: usersV1.UserStanding): z.input<typeof standingSchema> {
  return {
    lockedUntil: instant(standing.lockedUntilMilliseconds),
    isBlocked: standing.isBlocked,
    blockReason: standing.blockReason,
    blockedUntil: instant(standing.blockedUntilMilliseconds),
    bypassUntil: instant(standing.bypassUntilMilliseconds),
    failedAttempts: standing.failedAttempts,
  };
}

/** A user of the list. */
export function toFoundUser(found: userDirectoryV1.FoundUser): z.input<typeof foundUserSchema> {
  return {
    ...toUser(found.user),
    lastSignInAt: instant(found.lastSignInAtMilliseconds),
    deletedAt: instant(found.deletedAtMilliseconds),
    isFromDirectory: found.isFromDirectory,
  };
}

/** Work on many users. */
export function toJob(job: userDirectoryV1.UserJob | undefined): z.input<typeof jobSchema> {
  if (job === undefined) throw new Error('the core gave no job');
  const { createdAtMilliseconds, finishedAtMilliseconds, state, ...same } = job;
  return {
    ...same,
    state: state as z.input<typeof jobSchema>['state'],
    createdAt: instant(createdAtMilliseconds),
    finishedAt: instant(finishedAtMilliseconds),
  };
}
