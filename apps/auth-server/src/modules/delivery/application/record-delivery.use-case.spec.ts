import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JournalEvent } from '../../journal/index.ts';
import type { DeliveryFailure } from './ports/delivery-outcomes.ts';
import { type DeliveryReport, RecordDelivery } from './record-delivery.use-case.ts';

const queuedAt = Date.UTC(2026, 0, 1);
const hexadecimal = queuedAt.toString(16).padStart(12, '0');
const deliveryId = `${hexadecimal.slice(0, 8)}-${hexadecimal.slice(8)}-7000-8000-000000000001`;
const report: DeliveryReport = {
  deliveryId,
  authenticationId: 'authentication-1',
  userId: 'user-1',
  outcome: 'failed',
  provider: '',
  detail: 'first unreachable: ECONNREFUSED',
  attempts: [{ provider: 'first', outcome: 'unreachable', detail: 'ECONNREFUSED', milliseconds: 12 }],
  now: queuedAt + 2_000,
};

describe('RecordDelivery', () => {
  let entries: { event: JournalEvent; outcome: string; reason: string }[];
  let failures: DeliveryFailure[];
  let record: RecordDelivery;

  beforeEach(() => {
    [entries, failures] = [[], []];
    const append = async (event: JournalEvent, outcome: string, reason: string): Promise<void> => {
      entries.push({ event, outcome, reason });
    };
    record = new RecordDelivery({ append }, 'mfa-1');
    record.subscribe({ failed: async (failure) => void failures.push(failure) });
  });

  it('writes a failure into the journal in words, and tells who waits', async () => {
    await record.execute(report);
    expect(entries).toEqual([
      {
        event: {
          eventId: deliveryId,
          occurredAt: queuedAt,
          kind: 'delivery',
          userId: 'user-1',
          server: 'mfa-1',
          authenticationId: 'authentication-1',
          details: { provider: '', detail: report.detail, reportedAt: report.now, attempts: report.attempts },
        },
        outcome: 'failed',
        reason: 'delivery_failed',
      },
    ]);
    expect(failures).toEqual([
      { deliveryId, authenticationId: 'authentication-1', userId: 'user-1', detail: report.detail, now: report.now },
    ]);
  });

  it('writes a success without a reason, and alarms nobody', async () => {
    await record.execute({ ...report, outcome: 'sent', provider: 'first' });
    expect(entries).toMatchObject([{ outcome: 'sent', reason: '', event: { details: { provider: 'first' } } }]);
    expect(failures).toEqual([]);
  });

  it('gives a repeated report the same entry, so that it counts once', async () => {
    await record.execute(report);
    await record.execute({ ...report, now: report.now + 5_000 });
    const [first, second] = entries.map(({ event }) => [event.eventId, event.occurredAt]);
    expect(second).toEqual(first);
  });

  it('does not acknowledge what could not be passed on: the worker repeats it', async () => {
    record.subscribe({ failed: async () => Promise.reject(new Error('Redis is away')) });
    await expect(record.execute(report)).rejects.toThrow('Redis is away');
  });

  it('forgets who no longer listens', async () => {
    const late: DeliveryFailure[] = [];
    record.subscribe({ failed: async (failure) => void late.push(failure) })();
    await record.execute(report);
    expect(late).toEqual([]);
  });
});
