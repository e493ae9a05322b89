import { authenticationV1 } from '@countersign/contracts';
import {
  BatchedDuplex,
  createRpcChannel,
  formatAddress,
  type RpcAddress,
  type RpcChannel,
  type TlsSource,
} from '@countersign/rpc';
import type { Logger } from '@countersign/observability';
import type { Attempt, Settle } from '../../application/ports/authentication-core.ts';
import type { MonotonicClock } from '../../application/ports/monotonic-clock.ts';
import { octetsOf, toVerdict, toWireAttempt } from './authentication-mapper.ts';

/** An attempt on its way, and who waits for the verdict. */
export interface Errand {
  readonly attempt: Attempt;
  readonly settle: Settle;
  /** True once the stream it was on broke: it is sent again one time only. */
  readonly isResent: boolean;
}

/** What a {@link CoreStream} needs. */
export interface CoreStreamOptions {
  readonly address: RpcAddress;
  readonly tls: TlsSource;
  readonly logger: Logger;
  readonly clock: MonotonicClock;
  /** Takes the errands of a stream that ended; `isBroken` tells a failure from an end by design. */
  readonly onLost: (errands: readonly Errand[], isBroken: boolean) => void;
}

interface NumberedErrand extends Errand {
  readonly correlationId: number;
}

const SERVICE = 'auth-server';
const CONNECT_MILLISECONDS = 2000;
const FIRST_RETRY_MILLISECONDS = 50;
const LONGEST_RETRY_MILLISECONDS = 1000;
/** A stream that ends sooner belongs to a server that is stopping. */
const SHORTEST_LIFE_MILLISECONDS = 1000;
const MAX_CORRELATION_ID = 0xffffffff;

/**
 * The one long-lived stream to one auth-server. It connects by itself and again whenever it breaks, each time over a new
 * channel, so that its own patience (at most a second) decides and not the channel's.
 */
export class CoreStream {
  readonly #options: CoreStreamOptions;
  readonly #inFlight = new Map<number, NumberedErrand>();
  #channel: RpcChannel | undefined;
  #duplex: BatchedDuplex<NumberedErrand, authenticationV1.AuthenticateRequest> | undefined;
  #nextCorrelationId = 1;
  #retryMilliseconds = FIRST_RETRY_MILLISECONDS;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: CoreStreamOptions) {
    this.#options = options;
    void this.#connect();
  }

  get isUp(): boolean {
    return this.#duplex !== undefined;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** False when the stream is down or the server does not keep up. */
  send(errand: Errand): boolean {
    const correlationId = this.#takeCorrelationId();
    const numbered = { ...errand, correlationId };
    if (this.#duplex?.send(numbered) !== true) {
      return false;
    }
    this.#inFlight.set(correlationId, numbered);
    return true;
  }

  /** Gives up errands whose deadline passed; their verdict, should it still come, is not listened to. */
  expire(now: number): void {
    for (const [correlationId, { attempt, settle }] of this.#inFlight) {
      if (attempt.deadlineAt <= now) {
        this.#inFlight.delete(correlationId);
        settle({ outcome: 'undecided', errorCode: 'deadline_exceeded' });
      }
    }
  }

  /** Ends the connection for good; what is in flight is handed back. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#duplex?.end();
    this.#drop();
  }

  async #connect(): Promise<void> {
    const { address, tls, logger } = this.#options;
    const channel = createRpcChannel({ addresses: [address], tls, serverIdentity: SERVICE });
    this.#channel = channel;
    try {
      await channel.waitForReady(CONNECT_MILLISECONDS);
    } catch (error) {
      logger.debug({ err: error, server: formatAddress(address) }, 'the auth-server does not answer');
      return this.#retry(channel);
    }
    if (this.#isClosed) {
      return channel.close();
    }
    this.#open(channel);
    logger.info({ server: formatAddress(address) }, 'connected to the auth-server');
  }

  #open(channel: RpcChannel): void {
    const stream = channel.client(authenticationV1.AuthenticationServiceDefinition).authenticate();
    this.#duplex = new BatchedDuplex(stream, {
      pack: (errands) => this.#pack(errands),
      octetsOf: ({ attempt }) => octetsOf(attempt),
    });
    const openedAt = this.#options.clock.now();
    let isOver = false;
    const end = (error?: Error) => {
      if (!isOver) {
        isOver = true;
        const isByDesign = error === undefined && this.#options.clock.now() - openedAt > SHORTEST_LIFE_MILLISECONDS;
        this.#leave(channel, isByDesign, error);
      }
    };
    stream.on('data', (response: authenticationV1.AuthenticateResponse) => this.#take(response));
    stream.on('error', (error: Error) => end(error));
    stream.on('end', () => end());
  }

  #pack(errands: readonly NumberedErrand[]): authenticationV1.AuthenticateRequest {
    const now = this.#options.clock.now();
    return { attempts: errands.map(({ attempt, correlationId }) => toWireAttempt(attempt, correlationId, now)) };
  }

  #take({ results }: authenticationV1.AuthenticateResponse): void {
    this.#retryMilliseconds = FIRST_RETRY_MILLISECONDS;
    for (const result of results) {
      const errand = this.#inFlight.get(result.correlationId);
      if (errand !== undefined) {
        this.#inFlight.delete(result.correlationId);
        errand.settle(toVerdict(result));
      }
    }
  }

  /** The server ended the stream because it is old, or it stops, or the connection broke. */
  #leave(channel: RpcChannel, isByDesign: boolean, error: Error | undefined): void {
    if (this.#isClosed) {
      return;
    }
    if (isByDesign) {
      // Streams end now and then by design; the same connection carries the next one.
      this.#open(channel);
      return this.#handBack(false);
    }
    const server = formatAddress(this.#options.address);
    this.#options.logger.warn({ err: error, server }, 'the stream to the auth-server broke');
    this.#duplex = undefined;
    this.#handBack(true);
    this.#retry(channel);
  }

  #retry(channel: RpcChannel): void {
    channel.close();
    if (this.#isClosed) {
      return;
    }
    const wait = this.#retryMilliseconds * (0.5 + Math.random() / 2);
    this.#retryMilliseconds = Math.min(this.#retryMilliseconds * 2, LONGEST_RETRY_MILLISECONDS);
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }

  #drop(): void {
    this.#duplex = undefined;
    this.#handBack(true);
    this.#channel?.close();
  }

  #handBack(isBroken: boolean): void {
    const errands = [...this.#inFlight.values()];
    this.#inFlight.clear();
    if (errands.length > 0) {
      this.#options.onLost(errands, isBroken);
    }
  }

  #takeCorrelationId(): number {
    const id = this.#nextCorrelationId;
    this.#nextCorrelationId = id === MAX_CORRELATION_ID ? 1 : id + 1;
    return id;
  }
}
