import { jsonbSafe } from '../../../outbound/postgres/jsonb-safe.ts';
import type { DecidedEvent, JournalKind, Json, Projection } from '../application/ports/journal-event.ts';

/** What the commit adds to an event. */
export interface Decision {
  readonly outcome: string;
  readonly reason: string;
  readonly lockedUntil?: number | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2200, 0, 1) - 1;
const END_OF_TIME = Date.UTC(9999, 11, 31);
const LONGEST_WORD = 64;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Only with one of these can JSON text stand for something that PostgreSQL refuses. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f][0-9a-f]{2})|\0|\ufffd/i;

/** An event as it was written to Redis or to a spool; undefined when it is none. What PostgreSQL could not store is cleaned. */
export function parseWrittenEvent(text: string, decision: Decision): DecidedEvent | undefined {
  const value = parseJson(text);
  return parseEvent(SUSPICIOUS.test(text) ? jsonbSafe(value) : value, decision);
}

/**
 * An event as `jsonb` gives it back. Checked by hand, because the drain does this for every sign-in: a schema library costs ten
 * times as much here as everything else that happens to an event in this process.
 */
export function parseEvent(value: unknown, { outcome, reason, lockedUntil }: Decision): DecidedEvent | undefined {
  if (!isObject(value)) return undefined;
  const { eventId, occurredAt, kind } = value;
  if (!isUuid(eventId) || !isInstant(occurredAt) || typeof kind !== 'string') return undefined;
  if (kind === '' || kind.length > LONGEST_WORD) return undefined;
  return {
    eventId,
    occurredAt,
    // A kind of a newer release is kept as it is.
    kind: kind as JournalKind,
    userId: textOf(value, 'userId'),
    userName: textOf(value, 'userName'),
    relyingParty: textOf(value, 'relyingParty'),
    server: textOf(value, 'server') ?? '',
    clientAddress: textOf(value, 'clientAddress'),
    authenticationId: textOf(value, 'authenticationId'),
    details: isObject(value['details']) ? (value['details'] as Record<string, Json>) : {},
    onAccept: projectionsOf(value['onAccept']),
    always: projectionsOf(value['always']),
    outcome,
    reason,
    ...(lockedUntil === undefined ? {} : { lockedUntil }),
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

/** One that is malformed, or that this release does not know, is left to the row, which keeps the event. */
function projectionsOf(value: unknown): readonly Projection[] | undefined {
  return Array.isArray(value) ? value.filter(isProjection) : undefined;
}

function isProjection(value: unknown): value is Projection {
  if (!isObject(value)) return false;
  switch (value['type']) {
    case 'otp_accepted':
      return isUuid(value['authenticatorId']) && isWhole(value['value']) && isOptional(value['driftSteps'], isSmall);
    case 'recovery_code_used':
      return isUuid(value['codeId']);
    case 'standing':
      return isUuid(value['userId']) && isStanding(value);
    case 'fraud_reported':
      return isFraudReport(value);
    default:
      return false;
  }
}

function isStanding(value: Fields): boolean {
  const instants = ['lockedUntil', 'blockedUntil', 'bypassUntil'];
  const texts = ['blockReason', 'bypassId'];
  return (
    instants.every((key) => value[key] === null || isOptional(value[key], isPostgresInstant)) &&
    texts.every((key) => value[key] === null || isOptional(value[key], isText))
  );
}

function isFraudReport(value: Fields): boolean {
  const texts = ['channel', 'relyingParty', 'clientAddress', 'authenticationId', 'note'];
  const areIds = isUuid(value['reportId']) && isUuid(value['userId']);
  return areIds && texts.every((key) => isText(value[key])) && typeof value['isAutoBlocked'] === 'boolean';
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

function isInstant(value: unknown): value is number {
  return isWhole(value) && value >= EARLIEST && value <= LATEST;
}

/** "For ever" is an instant that a `timestamptz` can hold. */
function isPostgresInstant(value: unknown): boolean {
  return isWhole(value) && value >= 0 && value <= END_OF_TIME;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Fits into the column's 32 bits. */
function isSmall(value: unknown): boolean {
  return isWhole(value) && Math.abs(value) < 2 ** 31;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function textOf(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' ? value : undefined;
}
