import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CompanySettings } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { OutgoingText } from './ports/delivery-queue.ts';
import type { SendRequest } from './ports/send-limits.ts';
import type { TextMessage } from './ports/text-messages.ts';
import { SendTextMessage } from './send-text-message.use-case.ts';

const now = Date.UTC(2026, 0, 1);
const settings = {
  textMessageLimits: { perNumberPerHour: 3, perUserPerHour: 5, allowedCallingCodes: ['+41', '+33'] },
  textMessageTemplates: { en: '<$otp$> for <$application_name$>', fr: '<$otp$> pour <$application_name$>' },
} as unknown as CompanySettings;

const message: TextMessage = {
  authenticationId: 'authentication-1',
  user: { id: 'user-1' },
  phone: { number: '+41791234567', extension: '' },
  code: '123456',
  applicationName: 'VPN',
  language: 'fr',
  expiresAt: now + 300_000,
  now,
};

describe('SendTextMessage', () => {
  let taken: SendRequest[];
  let put: OutgoingText[];
  let wait: number;
  let queueFailure: DomainError | undefined;

  beforeEach(() => {
    [taken, put, wait, queueFailure] = [[], [], 0, undefined];
  });

  const useCase = new SendTextMessage({
    settings: { current: () => settings },
    limits: {
      take: async (request) => {
        taken.push(request);
        return wait;
      },
    },
    queue: {
      put: async (text) => {
        if (queueFailure !== undefined) throw queueFailure;
        put.push(text);
      },
    },
    newDeliveryId: (at) => `delivery at ${at}`,
  });

  it('queues the text in the language of the user, with the expiry of the code', async () => {
    expect(await useCase.send(message)).toEqual({ kind: 'queued', deliveryId: `delivery at ${now}` });
    expect(put).toEqual([
      {
        deliveryId: `delivery at ${now}`,
        authenticationId: 'authentication-1',
        userId: 'user-1',
        number: '+41791234567',
        text: '123456 pour VPN',
        language: 'fr',
        expiresAt: now + 300_000,
      },
    ]);
  });

  it('takes from both budgets before it queues', async () => {
    await useCase.send(message);
    expect(taken).toMatchObject([{ number: '+41791234567', userId: 'user-1', perNumberPerHour: 3, perUserPerHour: 5 }]);
  });

  it('queues nothing when a budget is spent, and says for how long', async () => {
    wait = 1_200;
    expect(await useCase.send(message)).toEqual({ kind: 'limited', retryAfterSeconds: 1_200 });
    expect(put).toEqual([]);
  });

  it('sends nothing to a country that is not allowed, and takes from no budget', async () => {
    const phone = { number: '+88213000000', extension: '' };
    expect(await useCase.send({ ...message, phone })).toMatchObject({ kind: 'limited' });
    expect([taken, put]).toEqual([[], []]);
  });

  it('passes on that the queue does not take it', async () => {
    queueFailure = new DomainError('delivery_unavailable', 'the queue of the delivery-worker takes no message');
    await expect(useCase.send(message)).rejects.toBe(queueFailure);
  });
});
