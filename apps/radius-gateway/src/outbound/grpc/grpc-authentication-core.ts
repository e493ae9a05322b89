import { formatAddress, resolveAddresses, type RpcAddress, type TlsSource } from '@countersign/rpc';
import type { Logger } from '@countersign/observability';
import type { Attempt, AuthenticationCore, Settle } from '../../application/ports/authentication-core.ts';
import type { MonotonicClock } from '../../application/ports/monotonic-clock.ts';
import { CoreStream, type Errand } from './core-stream.ts';

/** What {@link GrpcAuthenticationCore} needs. */
export interface GrpcAuthenticationCoreOptions {
  /** Names or addresses of auth-servers; a name stands for every address behind it. */
  readonly addresses: readonly RpcAddress[];
  readonly tls: TlsSource;
  readonly logger: Logger;
  readonly clock: MonotonicClock;
}

const RESOLVE_MILLISECONDS = 5000;
const EXPIRE_MILLISECONDS = 100;

/** Asks whichever auth-server has the least to do, over one stream to each. */
export class GrpcAuthenticationCore implements AuthenticationCore {
  readonly #options: GrpcAuthenticationCoreOptions;
  readonly #streams = new Map<string, CoreStream>();
  #order: readonly CoreStream[] = [];
  #turn = 0;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(options: GrpcAuthenticationCoreOptions) {
    this.#options = options;
  }

  get isAvailable(): boolean {
    return this.#order.some((stream) => stream.isUp);
  }

  /** How many streams are up. */
  get connected(): number {
    return this.#order.filter((stream) => stream.isUp).length;
  }

  /** Begins to connect; does not wait for it. */
  start(): void {
    this.#timers.push(
      setInterval(() => void this.#resolve(), RESOLVE_MILLISECONDS),
      setInterval(() => this.#expire(), EXPIRE_MILLISECONDS),
    );
    void this.#resolve();
  }

  /** Ends all streams. Whoever still waits is told that nobody decided. */
  stop(): void {
    for (const timer of this.#timers.splice(0)) {
      clearInterval(timer);
    }
    const streams = this.#order;
    this.#order = [];
    this.#streams.clear();
    for (const stream of streams) {
      stream.close();
    }
  }

  submit(attempt: Attempt, settle: Settle): boolean {
    return this.#send({ attempt, settle, isResent: false });
  }

  #send(errand: Errand): boolean {
    return this.#leastBusy()?.send(errand) ?? false;
  }

  /** Of equally busy ones the next in turn, so that a quiet site uses all servers and notices the one that is ill. */
  #leastBusy(): CoreStream | undefined {
    let best: CoreStream | undefined;
    this.#turn += 1;
    for (let index = 0; index < this.#order.length; index += 1) {
      const stream = this.#order[(this.#turn + index) % this.#order.length] as CoreStream;
      if (stream.isUp && (best === undefined || stream.inFlight < best.inFlight)) {
        best = stream;
      }
    }
    return best;
  }

  /** The request key lets the servers recognise a repeat, so what was lost on the way is asked again, once. */
  #resend(errands: readonly Errand[], isBroken: boolean): void {
    const now = this.#options.clock.now();
    for (const errand of errands) {
      const isWorthIt = !errand.isResent && errand.attempt.deadlineAt > now;
      if (!isWorthIt || !this.#send({ ...errand, isResent: isBroken })) {
        errand.settle({ outcome: 'undecided', errorCode: 'unavailable' });
      }
    }
  }

  #expire(): void {
    const now = this.#options.clock.now();
    for (const stream of this.#order) {
      stream.expire(now);
    }
  }

  async #resolve(): Promise<void> {
    try {
      this.#use(await resolveAddresses(this.#options.addresses));
    } catch (error) {
      // What is connected stays so: a name server that fails must not stop sign-in.
      this.#options.logger.warn({ err: error }, 'the names of the auth-servers cannot be resolved');
    }
  }

  #use(addresses: readonly RpcAddress[]): void {
    if (this.#timers.length === 0) {
      return;
    }
    const wanted = new Map(addresses.map((address) => [formatAddress(address), address]));
    const gone = [...this.#streams].filter(([key]) => !wanted.has(key));
    for (const [key, address] of wanted) {
      if (!this.#streams.has(key)) {
        this.#streams.set(key, this.#connect(address));
      }
    }
    for (const [key] of gone) {
      this.#streams.delete(key);
    }
    this.#order = [...this.#streams.values()];
    for (const [, stream] of gone) {
      stream.close();
    }
  }

  #connect(address: RpcAddress): CoreStream {
    const { tls, logger, clock } = this.#options;
    return new CoreStream({ address, tls, logger, clock, onLost: (...lost) => this.#resend(...lost) });
  }
}
