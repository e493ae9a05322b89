import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  type AttributeToSend,
  createAccessRequest,
  parse,
  type RadiusPacket,
  type SentRequest,
  SharedSecret,
  verifyReply,
} from '@countersign/radius';

/** Where a {@link Nas} sends from and to, and what it signs with. */
export interface NasOptions {
  /** The gateway's port. */
  readonly port: number;
  /** The NAS's own address, 127.0.0.x. */
  readonly from?: string;
  readonly to?: string;
  readonly secret?: string;
}

/** How long a reply may take before a test fails; a missing reply is never waited for, see {@link Nas.silence}. */
const PATIENCE_MILLISECONDS = 5000;
const SENTINEL_IDENTIFIER = 255;

/** A RADIUS client that sends any octets and tells every datagram that comes back. */
export class Nas {
  readonly secret: SharedSecret;
  readonly #socket: Socket;
  readonly #options: NasOptions;
  readonly #received: Buffer[] = [];
  readonly #listeners = new Set<() => void>();
  #nextIdentifier = 0;

  private constructor(options: NasOptions) {
    this.#options = options;
    this.secret = SharedSecret.fromText(options.secret ?? 'testing123');
    this.#socket = createSocket(options.to?.includes(':') === true ? 'udp6' : 'udp4');
    this.#socket.on('message', (datagram) => {
      this.#received.push(datagram);
      for (const listener of this.#listeners) listener();
    });
  }

  static async open(options: NasOptions): Promise<Nas> {
    const nas = new Nas(options);
    nas.#socket.bind({ address: options.from ?? (options.to?.includes(':') === true ? '::1' : '127.0.0.1'), port: 0 });
    await once(nas.#socket, 'listening');
    return nas;
  }

  close(): void {
    this.#socket.close();
  }

  /** An identifier of 0 to 254; 255 is the sentinel's. */
  identifier(): number {
    this.#nextIdentifier = (this.#nextIdentifier + 1) % SENTINEL_IDENTIFIER;
    return this.#nextIdentifier;
  }

  login(userName: string, password: string, attributes: readonly AttributeToSend[] = [], isSigned = true): SentRequest {
    const identifier = this.identifier();
    return createAccessRequest({ identifier, secret: this.secret, userName, password, attributes, isSigned });
  }

  send(octets: Uint8Array): void {
    this.#socket.send(octets, this.#options.port, this.#options.to ?? '127.0.0.1');
  }

  /** Sends a request and waits for its reply, which must be signed as it should. */
  async ask(request: SentRequest): Promise<RadiusPacket> {
    this.send(request.octets);
    return this.replyTo(request);
  }

  /** Waits for the reply to a request that was sent. */
  async replyTo(request: SentRequest, secret: SharedSecret = this.secret): Promise<RadiusPacket> {
    const result = verifyReply(request, await this.take(request.identifier), secret);
    if (result.kind === 'discard') throw new Error(`the reply is no good: ${result.reason}`);
    return result.packet;
  }

  /** The octets of the next datagram with this identifier. */
  async take(identifier: number): Promise<Buffer> {
    const deadline = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    for (;;) {
      const index = this.#received.findIndex((datagram) => datagram[1] === identifier);
      if (index >= 0) return this.#received.splice(index, 1)[0] as Buffer;
      if (deadline.aborted) throw new Error('the gateway did not answer');
      await this.#nextDatagram(deadline);
    }
  }

  /** Datagrams that arrived and that nobody took. */
  get untaken(): number {
    return this.#received.length;
  }

  /**
   * Sends octets and resolves with the codes of what came back for them, which should be none. The gateway works in the
   * order of arrival, so when a request sent afterwards has its answer, nothing more will come: no time is waited out.
   */
  async silence(octets: Uint8Array): Promise<readonly number[]> {
    this.send(octets);
    await this.sentinel();
    return this.#received.splice(0).map((datagram) => datagram[0] as number);
  }

  /** Resolves when the gateway has dealt with everything sent before. */
  async sentinel(): Promise<void> {
    const request = createAccessRequest({
      identifier: SENTINEL_IDENTIFIER,
      secret: this.secret,
      userName: 'sentinel',
      password: 'sentinel',
    });
    this.send(request.octets);
    await this.take(SENTINEL_IDENTIFIER);
  }

  async #nextDatagram(deadline: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#listeners.delete(done);
        deadline.removeEventListener('abort', done);
        resolve();
      };
      this.#listeners.add(done);
      deadline.addEventListener('abort', done);
    });
  }
}

/** A packet of octets that a test took from somewhere. */
export function packetOf(octets: Buffer): RadiusPacket {
  const result = parse(octets);
  if (result.kind === 'discard') throw new Error(result.reason);
  return result.packet;
}
