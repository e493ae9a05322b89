import { beforeEach, describe, expect, it } from '@jest/globals';
import type { deliveryV1 } from '@countersign/contracts';
import type { CallContext } from '@countersign/rpc';
import { type DeliveryReport, RecordDelivery } from '../../application/record-delivery.use-case.ts';
import { DeliveryReportHandlers } from './delivery-report.handlers.ts';

const request: deliveryV1.ReportDeliveryRequest = {
  deliveryId: '019b7600-0000-7000-8000-000000000001',
  authenticationId: 'authentication-1',
  userId: '018f0000-0000-7000-8000-000000000002',
  outcome: 'sent',
  provider: 'first',
  detail: '',
  attempts: [{ provider: 'first', outcome: 'accepted', detail: '', milliseconds: 3 }],
};

describe('DeliveryReportHandlers', () => {
  let reports: DeliveryReport[];
  let report: (over: Partial<deliveryV1.ReportDeliveryRequest>) => Promise<unknown>;

  beforeEach(() => {
    reports = [];
    const record = new RecordDelivery({ append: async () => undefined }, 'mfa-1');
    record.execute = async (each) => void reports.push(each);
    const handlers = new DeliveryReportHandlers(record, { now: () => 42 }).handlers();
    report = (over) => handlers.reportDelivery({ ...request, ...over }, {} as CallContext);
  });

  it('passes a report on, with the time of its arrival', async () => {
    expect(await report({})).toEqual({});
    expect(reports).toEqual([{ ...request, now: 42 }]);
  });

  it.each([
    ['deliveryId', { deliveryId: 'x' }],
    ['deliveryId', { deliveryId: '018f0000-0000-4000-8000-000000000002' }],
    ['authenticationId', { authenticationId: '' }],
    ['userId', { userId: '' }],
    ['outcome', { outcome: 'lost' }],
    ['provider', { provider: 'x'.repeat(65) }],
    ['detail', { detail: 'x'.repeat(501) }],
    ['attempts', { attempts: Array.from({ length: 33 }, () => ({ ...request.attempts[0] })) }],
  ])('refuses a report with a wrong %s', async (field, over) => {
    await expect(report(over as Partial<deliveryV1.ReportDeliveryRequest>)).rejects.toMatchObject({
      code: 'invalid_request',
      field,
    });
    expect(reports).toEqual([]);
  });
});
