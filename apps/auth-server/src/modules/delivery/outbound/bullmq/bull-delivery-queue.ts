import { DELIVERY_QUEUE, DELIVERY_QUEUE_PREFIX, type DeliveryJob } from '@countersign/contracts';
import type { Sealer } from '@countersign/crypto';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { DeliveryQueue, OutgoingText } from '../../application/ports/delivery-queue.ts';

const PATIENCE_MILLISECONDS = 1_000;
const SUPERVISION_MILLISECONDS = 1_000;

interface Connected {
  readonly client: Redis;
  readonly queue: Queue;
  /** The library gave up on this client while it began, which it never retries. */
  isBroken: boolean;
}

/** The BullMQ queue that the delivery-worker empties. Jobs carry the text sealed, and disappear when they are done. */
export class BullDeliveryQueue implements DeliveryQueue {
  readonly #url: string;
  readonly #sealer: Sealer;
  readonly #logger: Logger;
  readonly #supervisor: NodeJS.Timeout;
  #connected: Connected;

  constructor(url: string, sealer: Sealer, logger: Logger) {
    this.#url = url;
    this.#sealer = sealer;
    this.#logger = logger;
    this.#connected = this.#connect();
    this.#supervisor = setInterval(() => this.#replaceEnded(), SUPERVISION_MILLISECONDS).unref();
  }

  async put(text: OutgoingText): Promise<void> {
    const options = { jobId: text.deliveryId, attempts: 1, removeOnComplete: true, removeOnFail: true };
    const { client, queue } = this.#connected;
    try {
      // Without a connection the library would keep the job and put it whenever there is one: long after we said no.
      if (client.status !== 'ready') throw new Error(`the connection to Redis is in state ${client.status}`);
      await within(PATIENCE_MILLISECONDS, queue.add(text.channel ?? 'text_message', this.#jobOf(text), options));
    } catch (cause) {
      throw new DomainError('delivery_unavailable', 'the queue of the delivery-worker takes no message', { cause });
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#supervisor);
    await this.#connected.queue.close().catch(() => undefined);
    this.#connected.client.disconnect();
  }

  #jobOf(outgoing: OutgoingText): DeliveryJob {
    const { deliveryId, authenticationId, userId, number, text, language, expiresAt, subject } = outgoing;
    const location = { table: 'delivery_jobs', column: 'text', row: deliveryId };
    return {
      deliveryId,
      authenticationId,
      userId,
      channel: outgoing.channel ?? 'text_message',
      recipient: number,
      sealedText: this.#sealer.seal(SecretBytes.fromText(text), location).toString('base64'),
      language,
      ...(subject === undefined ? {} : { subject }),
      expiresAtMilliseconds: expiresAt,
    };
  }

  /** Not the connection of the sign-ins: BullMQ defines commands on its client. Commands fail fast here as well. */
  #connect(): Connected {
    const client = new Redis(this.#url, {
      connectTimeout: 1_000,
      commandTimeout: PATIENCE_MILLISECONDS,
      keepAlive: 10_000,
      disconnectTimeout: 250,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
      reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
    });
    // Reported when a message cannot be put; the library would repeat it with every attempt to connect.
    client.on('error', () => undefined);
    const queue = new Queue(DELIVERY_QUEUE, { connection: client, prefix: DELIVERY_QUEUE_PREFIX });
    queue.on('error', (error) => this.#logger.debug({ problem: error.message }, 'the delivery queue is not reachable'));
    const connected: Connected = { client, queue, isBroken: false };
    queue.waitUntilReady().catch(() => {
      connected.isBroken = true;
    });
    return connected;
  }

  #replaceEnded(): void {
    const { client, queue, isBroken } = this.#connected;
    if (client.status !== 'end' && !isBroken) return;
    this.#logger.warn('the Redis client of the delivery queue had ended: connecting anew');
    this.#connected = this.#connect();
    void queue.close().catch(() => undefined);
    client.disconnect();
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
