import { z } from 'zod';
import { jsonbSafe } from '../../../outbound/postgres/jsonb-safe.ts';
import type { DecidedEvent, JournalKind } from '../application/ports/journal-event.ts';

const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);
const instant = z.number().int().nullish();
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const projection = z.union([
  z.object({
    type: z.literal('otp_accepted'),
    authenticatorId: z.guid(),
    value: z.number().int(),
    driftSteps: z.number().int().optional(),
  }),
  z.object({ type: z.literal('recovery_code_used'), codeId: z.guid() }),
  z.object({
    type: z.literal('standing'),
    userId: z.guid(),
    lockedUntil: instant,
    blockedUntil: instant,
    blockReason: z.string().nullish(),
    bypassId: z.string().nullish(),
    bypassUntil: instant,
  }),
]);

const eventSchema = z.object({
  eventId: z.guid(),
  occurredAt: z
    .number()
    .int()
    .min(EARLIEST)
    .max(LATEST - 1),
  kind: z.string().min(1).max(64),
  userId: optionalText,
  userName: optionalText,
  relyingParty: optionalText,
  server: z.string().default(''),
  clientAddress: optionalText,
  authenticationId: optionalText,
  details: z.record(z.string(), z.unknown()).default({}),
  // One that this release does not know is left to the row, which keeps it.
  onAccept: z.array(projection).optional().catch(undefined),
  always: z.array(projection).optional().catch(undefined),
});

/** What the commit adds to an event. */
export interface Decision {
  readonly outcome: string;
  readonly reason: string;
  readonly lockedUntil?: number | undefined;
}

/** An event as it was written; undefined when it is none. What PostgreSQL could not store is cleaned. */
export function parseEvent(written: unknown, decision: Decision): DecidedEvent | undefined {
  const result = eventSchema.safeParse(jsonbSafe(written));
  if (!result.success) return undefined;
  const { kind, details, ...rest } = result.data;
  const safe = jsonbSafe(decision) as unknown as Decision;
  return {
    ...rest,
    // A kind of a newer release is kept as it is.
    kind: kind as JournalKind,
    details: details as DecidedEvent['details'],
    outcome: safe.outcome,
    reason: safe.reason,
    ...(decision.lockedUntil === undefined ? {} : { lockedUntil: decision.lockedUntil }),
  };
}

/** JSON text as a value; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
