import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DELIVERY_QUEUE, DELIVERY_QUEUE_PREFIX } from '@countersign/contracts';
import { Keyring, Sealer, SystemRandom, uuidv7 } from '@countersign/crypto';
import { SecretBytes } from '@countersign/errors';
import { silentLogger } from '@countersign/observability';
import { startRedis } from '@countersign/testing';
import { Queue } from 'bullmq';
import { DeliverMessage } from '../../application/deliver-message.use-case.ts';
import type { MessageProvider } from '../../application/ports/message-provider.ts';
import { DeliveryConsumer } from './delivery-consumer.ts';
import { JobReader } from './read-job.ts';

describe('DeliveryConsumer', () => {
  const keyring = Keyring.inMemory(new Date());
  const closers: (() => Promise<unknown> | unknown)[] = [];
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let sent: string[];
  /** Resolved when the provider may answer. */
  let gate: Promise<void>;

  beforeEach(async () => {
    redis = await startRedis();
    closers.push(() => redis.remove());
    [sent, gate] = [[], Promise.resolve()];
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  function aConsumer(): DeliveryConsumer {
    const provider: MessageProvider = {
      name: 'provider',
      channel: 'text_message',
      timeoutMilliseconds: 5_000,
      send: async ({ deliveryId }) => {
        await gate;
        sent.push(deliveryId);
        return { kind: 'accepted' };
      },
    };
    const consumer = new DeliveryConsumer({
      redisUrl: redis.url,
      concurrency: 4,
      reader: new JobReader(keyring),
      deliver: new DeliverMessage({
        providers: [provider],
        reporter: { report: async () => true },
        meter: { delivered: () => undefined, attempted: () => undefined },
        clock: { now: () => Date.now() },
      }),
      logger: silentLogger(),
    });
    closers.push(() => consumer.stop());
    return consumer;
  }

  async function put(): Promise<string> {
    const deliveryId = uuidv7(new Date(), new SystemRandom());
    const location = { table: 'delivery_jobs', column: 'text', row: deliveryId };
    const job = {
      ...{ deliveryId, authenticationId: 'a', userId: deliveryId, channel: 'text_message', recipient: '+41791234567' },
      sealedText: new Sealer(keyring).seal(SecretBytes.fromText('code'), location).toString('base64'),
      language: 'en',
      expiresAtMilliseconds: Date.now() + 300_000,
    };
    const queue = new Queue(DELIVERY_QUEUE, { connection: { url: redis.url }, prefix: DELIVERY_QUEUE_PREFIX });
    queue.on('error', () => undefined);
    await queue.add('text_message', job, { jobId: deliveryId, removeOnComplete: true });
    await queue.close();
    return deliveryId;
  }

  async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const isReady = (consumer: DeliveryConsumer): Promise<boolean> =>
    consumer.check().then(
      () => true,
      () => false,
    );

  it('begins to work when Redis comes up after it', async () => {
    await redis.server.stop('SIGKILL');
    const consumer = aConsumer();
    consumer.start();
    expect(await isReady(consumer)).toBe(false);
    await redis.server.start();
    const deliveryId = await put();
    await until(() => sent.includes(deliveryId));
    await until(() => isReady(consumer));
  });

  it('goes on after Redis was killed and came back', async () => {
    const consumer = aConsumer();
    consumer.start();
    const first = await put();
    await until(() => sent.includes(first));
    await redis.server.stop('SIGKILL');
    await redis.server.start();
    const second = await put();
    await until(() => sent.includes(second));
    expect(sent).toEqual([first, second]);
  });

  it('finishes the messages under way before it stops', async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const consumer = aConsumer();
    consumer.start();
    const deliveryId = await put();
    const queue = new Queue(DELIVERY_QUEUE, { connection: { url: redis.url }, prefix: DELIVERY_QUEUE_PREFIX });
    closers.push(() => queue.close());
    await until(async () => (await queue.getActiveCount()) === 1);
    const stopping = consumer.stop();
    expect(sent).toEqual([]);
    open();
    await stopping;
    expect(sent).toEqual([deliveryId]);
    expect(await queue.getJob(deliveryId)).toBeUndefined();
  });

  it('stops also while Redis is away', async () => {
    const consumer = aConsumer();
    consumer.start();
    await until(() => isReady(consumer));
    await redis.server.stop('SIGKILL');
    await consumer.stop();
    expect(await isReady(consumer)).toBe(false);
    // Lets the library's own connection end too.
    await redis.server.start();
  });
});
