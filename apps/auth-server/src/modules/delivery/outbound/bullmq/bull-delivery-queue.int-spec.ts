import { afterEach, describe, expect, it } from '@jest/globals';
import { DELIVERY_QUEUE, DELIVERY_QUEUE_PREFIX, deliveryJobSchema } from '@countersign/contracts';
import { Keyring, Sealer, SystemRandom, uuidv7 } from '@countersign/crypto';
import { silentLogger } from '@countersign/observability';
import { aTestRedis, startRedis } from '@countersign/testing';
import { type Job, Worker } from 'bullmq';
import type { OutgoingText } from '../../application/ports/delivery-queue.ts';
import { BullDeliveryQueue } from './bull-delivery-queue.ts';

const CODE = '271828';

const aText = (): OutgoingText => ({
  deliveryId: uuidv7(new Date(), new SystemRandom()),
  authenticationId: 'authentication-1',
  userId: '018f0000-0000-7000-8000-000000000002',
  number: '+41791234567',
  text: `Your code: ${CODE}`,
  language: 'en',
  expiresAt: Date.UTC(2026, 0, 1),
});

describe('BullDeliveryQueue', () => {
  const closers: (() => Promise<unknown>)[] = [];
  const sealer = new Sealer(Keyring.inMemory(new Date()));

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  function aQueue(url: string): BullDeliveryQueue {
    const queue = new BullDeliveryQueue(url, sealer, silentLogger());
    closers.push(() => queue.close());
    return queue;
  }

  /** The next job that a worker takes from the queue. */
  function nextJob(url: string): Promise<Job> {
    return new Promise((resolve) => {
      const worker = new Worker(DELIVERY_QUEUE, async (job) => resolve(job), {
        connection: { url, maxRetriesPerRequest: null },
        prefix: DELIVERY_QUEUE_PREFIX,
      });
      worker.on('error', () => undefined);
      closers.push(() => worker.close());
    });
  }

  async function putWhenReady(queue: BullDeliveryQueue, text: OutgoingText): Promise<void> {
    for (;;) {
      try {
        return await queue.put(text);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  it('puts a job of the contract, from which the text can be unsealed only for its delivery', async () => {
    const { url } = await aTestRedis();
    const text = aText();
    await putWhenReady(aQueue(url), text);
    const { data, id } = await nextJob(url);
    const job = deliveryJobSchema.parse(data);
    expect(id).toBe(text.deliveryId);
    expect(job).toMatchObject({
      recipient: text.number,
      channel: 'text_message',
      expiresAtMilliseconds: text.expiresAt,
    });
    expect(JSON.stringify(job)).not.toContain(CODE);
    const location = { table: 'delivery_jobs', column: 'text', row: text.deliveryId };
    const sealed = Buffer.from(job.sealedText, 'base64');
    expect(sealer.open(sealed, location).expose().toString()).toBe(text.text);
    expect(() => sealer.open(sealed, { ...location, row: 'another' })).toThrow();
  });

  it('refuses within a second while Redis is away, and works again when it is back', async () => {
    const redis = await startRedis();
    closers.push(() => redis.remove());
    const queue = aQueue(redis.url);
    await putWhenReady(queue, aText());
    await redis.server.stop('SIGKILL');
    for (let round = 0; round < 3; round++) {
      const startedAt = performance.now();
      await expect(queue.put(aText())).rejects.toMatchObject({ code: 'delivery_unavailable' });
      expect(performance.now() - startedAt).toBeLessThan(1_500);
    }
    await redis.server.start();
    await putWhenReady(queue, aText());
  });

  it('refuses within a second while Redis hangs', async () => {
    const redis = await startRedis();
    closers.push(() => redis.remove());
    const queue = aQueue(redis.url);
    await putWhenReady(queue, aText());
    redis.server.hang();
    const startedAt = performance.now();
    await expect(queue.put(aText())).rejects.toMatchObject({ code: 'delivery_unavailable' });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    redis.server.wake();
  });
});
