import { DomainError } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import { Redis, type RedisOptions } from 'ioredis';

const SUPERVISION_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 1000;

/** How commands behave: a sign-in must hear "no" soon, it never waits in a queue for a Redis that is away. */
const signInOptions: RedisOptions = {
  commandTimeout: 400,
  socketTimeout: 2000,
  connectTimeout: 1000,
  keepAlive: 10_000,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  retryStrategy: (attempt) => Math.min(50 * attempt, LONGEST_PAUSE_MILLISECONDS),
  reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
};

/**
 * The connection to Redis, and one more for subscriptions. A client of the library can end for good after certain
 * failures; a supervisor replaces it, so that nothing but Redis itself decides when sign-ins work again.
 */
export class RedisConnection {
  readonly #url: string;
  readonly #logger: Logger;
  readonly #supervisor: NodeJS.Timeout;
  readonly #listeners = new Map<string, Set<(message: string) => void>>();
  #client: Redis;
  #subscriber: Redis;

  constructor(url: string, logger: Logger) {
    this.#url = url;
    this.#logger = logger;
    this.#client = this.#connect();
    this.#subscriber = this.#connectSubscriber();
    this.#supervisor = setInterval(() => this.#replaceEnded(), SUPERVISION_MILLISECONDS);
    this.#supervisor.unref();
  }

  /** The client for commands; do not keep it, it may be replaced. */
  get client(): Redis {
    return this.#client;
  }

  /** Whether commands are answered now. */
  get isReady(): boolean {
    return this.#client.status === 'ready';
  }

  /** Calls `listener` with every message of a channel, across reconnects; the result ends it. */
  subscribe(channel: string, listener: (message: string) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    if (listeners.size === 0) {
      this.#listeners.set(channel, listeners);
      this.#follow(channel);
    }
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Waits until commands are answered. @throws DomainError `unavailable` */
  async ready(deadlineMilliseconds: number): Promise<void> {
    if (this.isReady) return;
    await new Promise<void>((resolve, reject) => {
      const refuse = () => reject(new DomainError('unavailable', 'Redis does not answer: check that it runs'));
      const expiry = setTimeout(refuse, deadlineMilliseconds);
      this.#client.once('ready', () => {
        clearTimeout(expiry);
        resolve();
      });
    });
  }

  close(): void {
    clearInterval(this.#supervisor);
    this.#client.disconnect();
    this.#subscriber.disconnect();
  }

  #connect(): Redis {
    const client = new Redis(this.#url, signInOptions);
    // The library repeats the same error for every attempt to connect; what matters is when it began and when it ended.
    let isReported = false;
    client.on('error', (error: Error) => {
      if (!isReported) this.#logger.warn({ error: error.message }, 'Redis is not reachable');
      isReported = true;
    });
    client.on('ready', () => {
      isReported = false;
    });
    return client;
  }

  #connectSubscriber(): Redis {
    const subscriber = new Redis(this.#url, {
      ...signInOptions,
      commandTimeout: undefined,
      socketTimeout: undefined,
      enableOfflineQueue: true,
      maxRetriesPerRequest: null,
    });
    subscriber.on('error', () => undefined);
    subscriber.on('message', (channel: string, message: string) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(message);
    });
    return subscriber;
  }

  #follow(channel: string): void {
    this.#subscriber.subscribe(channel).catch((error: unknown) => {
      this.#logger.warn({ channel, error: String(error) }, 'cannot subscribe in Redis');
    });
  }

  #replaceEnded(): void {
    if (this.#client.status === 'end') {
      this.#logger.warn('the Redis client had ended: connecting anew');
      this.#client = this.#connect();
    }
    if (this.#subscriber.status === 'end') {
      this.#subscriber = this.#connectSubscriber();
      for (const channel of this.#listeners.keys()) this.#follow(channel);
    }
  }
}
