import { randomFillSync } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { createAccessRequest, RadiusCode, type SentRequest, SharedSecret, verifyReply } from '@countersign/radius';
import { Latencies } from './latencies.ts';

/** One sign-in to send. */
export interface SignInToSend {
  readonly userName: string;
  readonly password: string;
}

/** How requests are sent. */
export interface LoadOptions {
  readonly host: string;
  readonly port: number;
  /** The address that the requests come from, hence the RADIUS client that they belong to. */
  readonly from: string;
  readonly secret: string;
  /** Undefined when there are no more. */
  readonly next: () => SignInToSend | undefined;
  readonly durationMilliseconds: number;
  /**
   * Open loop: so many requests a second, whatever comes back; latency counts from the moment a request was due. Closed
   * loop: so many outstanding at all times.
   */
  readonly pace: { readonly perSecond: number } | { readonly outstanding: number };
}

/** What came of a run. */
export interface LoadResult {
  readonly sent: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly challenged: number;
  /** No valid reply within the timeout; nothing is sent twice. */
  readonly lost: number;
  readonly invalid: number;
  readonly seconds: number;
  readonly latencies: Latencies;
}

interface Outstanding {
  readonly request: SentRequest;
  readonly dueAt: number;
}

const LOSS_MILLISECONDS = 3000;
const SOCKETS = 16;
const IDENTIFIERS = 256;
const TICK_MILLISECONDS = 1;

/** Plays a NAS with many users against loopback only: every reply is verified, nothing is retransmitted. */
export class LoadGenerator {
  readonly #options: LoadOptions;
  readonly #secret: SharedSecret;
  readonly #sockets: Socket[] = [];
  readonly #slots: (Outstanding | undefined)[] = new Array<Outstanding | undefined>(SOCKETS * IDENTIFIERS);
  readonly #latencies = new Latencies();
  #free: number[] = [];
  #counts = { sent: 0, accepted: 0, rejected: 0, challenged: 0, lost: 0, invalid: 0 };
  /** The time is over, or there are no more sign-ins to send: only answers are waited for. */
  #isExhausted = false;

  constructor(options: LoadOptions) {
    if (!options.host.startsWith('127.')) throw new Error('the load generator sends to the loopback range only');
    this.#options = options;
    this.#secret = new SharedSecret(Buffer.from(options.secret, 'utf8'));
  }

  async run(): Promise<LoadResult> {
    await this.#open();
    const startedAt = performance.now();
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const now = performance.now();
        this.#isExhausted ||= now - startedAt >= this.#options.durationMilliseconds;
        if (!this.#isExhausted) this.#fill(now, startedAt);
        else if (this.#free.length === this.#slots.length || this.#reap(now)) {
          clearInterval(timer);
          resolve();
        }
      }, TICK_MILLISECONDS);
    });
    const seconds = (Math.min(performance.now() - startedAt, this.#options.durationMilliseconds) || 1) / 1000;
    for (const socket of this.#sockets) socket.close();
    return { ...this.#counts, seconds, latencies: this.#latencies };
  }

  async #open(): Promise<void> {
    for (let index = 0; index < SOCKETS; index += 1) {
      const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
      socket.on('message', (datagram) => this.#receive(index, datagram));
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.bind(0, this.#options.from, () => socket.connect(this.#options.port, this.#options.host, resolve));
      });
      this.#sockets.push(socket);
    }
    this.#free = Array.from({ length: SOCKETS * IDENTIFIERS }, (_, slot) => slot);
  }

  #fill(now: number, startedAt: number): void {
    const { pace } = this.#options;
    if ('outstanding' in pace) {
      while (this.#slots.length - this.#free.length < pace.outstanding && this.#send(now)) {
        // As many as are missing.
      }
      return;
    }
    const due = Math.floor(((now - startedAt) / 1000) * pace.perSecond);
    while (this.#counts.sent < due) {
      const dueAt = startedAt + (this.#counts.sent * 1000) / pace.perSecond;
      if (!this.#send(dueAt)) break;
    }
    this.#reap(now);
  }

  #send(dueAt: number): boolean {
    const slot = this.#free.pop();
    if (slot === undefined) return false;
    const signIn = this.#options.next();
    if (signIn === undefined) {
      this.#free.push(slot);
      this.#isExhausted = true;
      return false;
    }
    const request = createAccessRequest({
      identifier: slot % IDENTIFIERS,
      secret: this.#secret,
      userName: signIn.userName,
      password: signIn.password,
      requestAuthenticator: randomFillSync(Buffer.allocUnsafe(16)),
    });
    this.#slots[slot] = { request, dueAt };
    this.#counts.sent += 1;
    this.#sockets[Math.floor(slot / IDENTIFIERS)]?.send(request.octets);
    return true;
  }

  #receive(socketIndex: number, datagram: Buffer): void {
    const slot = socketIndex * IDENTIFIERS + (datagram[1] ?? 0);
    const outstanding = this.#slots[slot];
    if (outstanding === undefined) return;
    const result = verifyReply(outstanding.request, datagram, this.#secret);
    if (result.kind === 'discard') {
      this.#counts.invalid += 1;
      return;
    }
    this.#release(slot);
    const now = performance.now();
    this.#latencies.add(now - outstanding.dueAt);
    if (result.packet.code === RadiusCode.accessAccept) this.#counts.accepted += 1;
    else if (result.packet.code === RadiusCode.accessReject) this.#counts.rejected += 1;
    else this.#counts.challenged += 1;
    if ('outstanding' in this.#options.pace && !this.#isExhausted) this.#send(now);
  }

  /** Gives up what is overdue; true when nothing is outstanding any more. */
  #reap(now: number): boolean {
    for (let slot = 0; slot < this.#slots.length; slot += 1) {
      const outstanding = this.#slots[slot];
      if (outstanding === undefined || now - outstanding.dueAt < LOSS_MILLISECONDS) continue;
      this.#counts.lost += 1;
      this.#release(slot);
    }
    return this.#free.length === this.#slots.length;
  }

  #release(slot: number): void {
    this.#slots[slot] = undefined;
    this.#free.push(slot);
  }
}
