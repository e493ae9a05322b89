import { describe, expect, it } from '@jest/globals';
import { aDecidedEvent, NOON } from '../__fixtures__/events.ts';
import { hourlyCounts } from './hourly-counts.ts';

const flat = (...events: Parameters<typeof hourlyCounts>[0]) =>
  hourlyCounts(events).map(({ hour, measure, label, part, count }) => [
    (hour - NOON) / 3_600_000,
    measure,
    label,
    part,
    count,
  ]);

describe('what a batch of events adds to the counters', () => {
  it('counts results of sign-ins by application, and how they came about', () => {
    const byCode = aDecidedEvent({ details: { basis: 'second_factor', method: 'totp' } });
    const skipped = aDecidedEvent({ occurredAt: NOON + 3_600_000, details: { basis: 'trusted_address' } });
    const refused = aDecidedEvent({ outcome: 'rejected', reason: 'code_wrong' });
    expect(flat(byCode, byCode, skipped, refused)).toEqual([
      [0, 'sign_in', 'accepted', 'VPN Zürich', 2],
      [0, 'method', 'totp', 'VPN Zürich', 2],
      [1, 'sign_in', 'accepted', 'VPN Zürich', 1],
      [1, 'method', 'trusted_address', 'VPN Zürich', 1],
      [0, 'sign_in', 'rejected', 'VPN Zürich', 1],
      [0, 'denial', 'code_wrong', 'VPN Zürich', 1],
    ]);
  });

  it('does not take a question for a result', () => {
    expect(flat(aDecidedEvent({ outcome: 'challenged' }))).toEqual([]);
  });

  it('sorts deliveries into classes of time', () => {
    const sent = (took: number) =>
      aDecidedEvent({ kind: 'delivery', outcome: 'sent', details: { reportedAt: NOON + took } });
    const failed = aDecidedEvent({ kind: 'delivery', outcome: 'failed', details: {} });
    expect(flat(sent(400), sent(500), sent(9_000_000), failed)).toEqual([
      [0, 'delivery', 'sent', 'text_message', 3],
      [0, 'delivery_time', '500', 'text_message', 2],
      [0, 'delivery_time', '600000', 'text_message', 1],
      [0, 'delivery', 'failed', 'text_message', 1],
    ]);
  });

  it('counts blocks, bypasses and lockouts', () => {
    const locked = aDecidedEvent({ outcome: 'challenged', lockedUntil: 1 });
    expect(flat(aDecidedEvent({ kind: 'bypass', outcome: 'granted' }), locked)).toEqual([
      [0, 'standing', 'granted', '', 1],
      [0, 'standing', 'locked', '', 1],
    ]);
  });
});
