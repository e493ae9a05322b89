import { DELIVERY_TIME_CLASSES, type HourlyCount, type Measure } from './ports/hourly-count.ts';
import type { DecidedEvent, Json } from './ports/journal-event.ts';

const HOUR_MS = 3_600_000;
const LONGEST_LABEL = 256;

type Counted = readonly [measure: Measure, label: string, part: string];

/**
 * What a batch of events adds to the counters that charts and reports read. The drain writes them in the transaction of the
 * rows, and each event has one row, so each is counted once.
 */
export function hourlyCounts(events: readonly DecidedEvent[]): readonly HourlyCount[] {
  const counts = new Map<string, HourlyCount>();
  for (const event of events) {
    const hour = Math.floor(event.occurredAt / HOUR_MS) * HOUR_MS;
    for (const [measure, label, part] of countedOf(event)) {
      const key = JSON.stringify([hour, measure, label, part]);
      const known = counts.get(key)?.count ?? 0;
      counts.set(key, { hour, measure, label: short(label), part: short(part), count: known + 1 });
    }
  }
  return [...counts.values()];
}

function countedOf(event: DecidedEvent): readonly Counted[] {
  switch (event.kind) {
    case 'authentication':
      return [...ofSignIn(event), ...(event.lockedUntil === undefined ? [] : [['standing', 'locked', ''] as const])];
    case 'delivery':
      return ofDelivery(event);
    case 'block':
    case 'bypass':
    case 'lockout':
      return [['standing', event.outcome, '']];
    default:
      return [];
  }
}

/** A question that was asked is no result yet: its answer, or nothing, follows. */
function ofSignIn({ outcome, reason, relyingParty = '', details }: DecidedEvent): readonly Counted[] {
  if (outcome === 'rejected') {
    return [
      ['sign_in', outcome, relyingParty],
      ['denial', reason, relyingParty],
    ];
  }
  if (outcome !== 'accepted') return [];
  const basis = wordOf(details['basis']);
  const how = basis === 'second_factor' || basis === '' ? wordOf(details['method']) : basis;
  return [
    ['sign_in', outcome, relyingParty],
    ['method', how === '' ? 'unknown' : how, relyingParty],
  ];
}

function ofDelivery({ outcome, occurredAt, details }: DecidedEvent): readonly Counted[] {
  const channel = wordOf(details['channel']) || 'text_message';
  const { reportedAt } = details;
  if (outcome !== 'sent' || typeof reportedAt !== 'number') return [['delivery', outcome, channel]];
  const took = reportedAt - occurredAt;
  const upTo = DELIVERY_TIME_CLASSES.find((bound) => took <= bound) ?? DELIVERY_TIME_CLASSES.at(-1);
  return [
    ['delivery', outcome, channel],
    ['delivery_time', String(upTo), channel],
  ];
}

function wordOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function short(text: string): string {
  return text.slice(0, LONGEST_LABEL).toWellFormed();
}
