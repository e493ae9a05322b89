import { hourlyCounts } from './hourly-counts.ts';
import type { DecidedEvent, FraudReported, Projection } from './ports/journal-event.ts';
import type { FloorChange, ProjectedFacts, StandingChange } from './ports/journal-ledger.ts';

type Standing = Extract<Projection, { type: 'standing' }>;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const STANDING_FIELDS = ['lockedUntil', 'blockedUntil', 'blockReason', 'bypassId', 'bypassUntil'] as const;

/** What the events, in their order, change in Postgres: one change per authenticator, code and user. */
export function projectedFacts(events: readonly DecidedEvent[]): ProjectedFacts {
  const floors = new Map<string, FloorChange>();
  const spentCodes = new Map<string, number>();
  const standings = new Map<string, StandingChange>();
  const signIns = new Map<string, number>();
  const frauds: (FraudReported & { readonly reportedAt: number })[] = [];
  for (const event of events) {
    noteSignIn(signIns, event);
    for (const projection of projectionsOf(event)) {
      if (projection.type === 'otp_accepted') raiseFloor(floors, projection, event.occurredAt);
      else if (projection.type === 'standing') mergeStanding(standings, projection, event.occurredAt);
      else if (projection.type === 'fraud_reported') frauds.push({ ...projection, reportedAt: event.occurredAt });
      else if (!spentCodes.has(projection.codeId)) spentCodes.set(projection.codeId, event.occurredAt);
    }
  }
  return {
    floors: [...floors.values()],
    spentCodes,
    standings: [...standings.values()],
    signIns,
    frauds,
    counts: hourlyCounts(events),
  };
}

function noteSignIn(signIns: Map<string, number>, { kind, outcome, userId, occurredAt }: DecidedEvent): void {
  if (kind !== 'authentication' || outcome !== 'accepted' || userId === undefined || !UUID.test(userId)) return;
  signIns.set(userId, Math.max(occurredAt, signIns.get(userId) ?? 0));
}

function* projectionsOf(event: DecidedEvent): Generator<Projection> {
  if (event.outcome === 'accepted') yield* event.onAccept ?? [];
  yield* event.always ?? [];
  const { userId, lockedUntil } = event;
  if (userId !== undefined && lockedUntil !== undefined) yield { type: 'standing', userId, lockedUntil };
}

function raiseFloor(
  floors: Map<string, FloorChange>,
  { authenticatorId, value, driftSteps }: Extract<Projection, { type: 'otp_accepted' }>,
  usedAt: number,
): void {
  const known = floors.get(authenticatorId);
  if (known !== undefined && known.value >= value) return;
  floors.set(authenticatorId, { authenticatorId, value, driftSteps, usedAt: Math.max(usedAt, known?.usedAt ?? 0) });
}

function mergeStanding(standings: Map<string, StandingChange>, projection: Standing, changedAt: number): void {
  const known = standings.get(projection.userId);
  if (known !== undefined && known.changedAt > changedAt) return;
  const given = STANDING_FIELDS.filter((field) => projection[field] !== undefined);
  const fields = Object.fromEntries(given.map((field) => [field, projection[field]]));
  standings.set(projection.userId, { userId: projection.userId, changedAt, fields: { ...known?.fields, ...fields } });
}
