import { setTimeout as delay } from 'node:timers/promises';
import { DELIVERY_QUEUE, DELIVERY_QUEUE_PREFIX } from '@countersign/contracts';
import type { Logger } from '@countersign/observability';
import { type Job, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { DeliverMessage } from '../../application/deliver-message.use-case.ts';
import { maskRecipient } from '../../application/mask-recipient.ts';
import type { JobReader } from './read-job.ts';

const GOODBYE_MILLISECONDS = 1_000;

/** What a {@link DeliveryConsumer} needs. */
export interface DeliveryConsumerOptions {
  readonly redisUrl: string;
  readonly concurrency: number;
  readonly reader: JobReader;
  readonly deliver: DeliverMessage;
  readonly logger: Logger;
}

/**
 * Takes messages from the queue. A job whose worker died is taken over by another one: then a message may be sent twice,
 * with the same code in it, rather than not at all.
 */
export class DeliveryConsumer {
  readonly #options: DeliveryConsumerOptions;
  readonly #underWay = new Set<Promise<void>>();
  #client: Redis | undefined;
  #worker: Worker | undefined;
  #isReported = false;

  constructor(options: DeliveryConsumerOptions) {
    this.#options = options;
  }

  /** Begins to take messages, as soon as there is a Redis. */
  start(): void {
    const { concurrency, logger } = this.#options;
    this.#client = this.#connect();
    this.#worker = new Worker(DELIVERY_QUEUE, (job) => this.#track(this.#process(job)), {
      connection: this.#client,
      prefix: DELIVERY_QUEUE_PREFIX,
      concurrency,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    this.#worker.on('error', (error) => this.#report(error));
    this.#worker.on('failed', (job, error) =>
      logger.error({ deliveryId: job?.id, err: error }, 'a delivery broke off'),
    );
  }

  /** @throws Error when Redis does not answer */
  async check(): Promise<void> {
    if (this.#client === undefined || this.#worker?.isRunning() !== true) {
      throw new Error('no messages are taken from the queue');
    }
    if (this.#client.status !== 'ready') throw new Error('Redis is not reachable');
    await this.#client.ping();
  }

  /** Takes no more messages, and resolves when those under way are done. */
  async stop(): Promise<void> {
    if (this.#worker === undefined) return;
    const closed = this.#worker.close();
    await Promise.allSettled([...this.#underWay]);
    // The library says good-bye to Redis, for which it would wait as long as Redis is away.
    await Promise.race([closed, delay(GOODBYE_MILLISECONDS, undefined, { ref: false })]);
    this.#client?.disconnect();
  }

  /** Not lazily: the library would take the first failure to connect for the last. */
  #connect(): Redis {
    const client = new Redis(this.#options.redisUrl, {
      // A worker waits in Redis for work, so its commands must not give up (BullMQ asks for null).
      maxRetriesPerRequest: null,
      connectTimeout: 2_000,
      keepAlive: 10_000,
      disconnectTimeout: 250,
      retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
      reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
    });
    client.on('error', (error: Error) => this.#report(error));
    client.on('ready', () => {
      this.#isReported = false;
    });
    return client;
  }

  async #track(work: Promise<void>): Promise<void> {
    this.#underWay.add(work);
    try {
      await work;
    } finally {
      this.#underWay.delete(work);
    }
  }

  async #process(job: Job): Promise<void> {
    const { reader, deliver, logger } = this.#options;
    const delivery = reader.read(job.data);
    if (delivery === undefined) {
      logger.error({ deliveryId: job.id }, 'a job of the queue is malformed: discarded');
      return;
    }
    const { outcome, provider, detail } = await deliver.execute(delivery);
    const fields = { deliveryId: delivery.deliveryId, recipient: maskRecipient(delivery.recipient), provider, detail };
    if (outcome === 'sent') logger.info(fields, 'a message was handed over');
    else logger.warn(fields, 'a message was not delivered');
  }

  /** Once per outage: the library repeats it with every attempt to connect. */
  #report(error: Error): void {
    if (!this.#isReported) this.#options.logger.warn({ problem: error.message }, 'Redis is not reachable');
    this.#isReported = true;
  }
}
