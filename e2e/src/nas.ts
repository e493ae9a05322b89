import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  type AttributeToSend,
  type AttributeText,
  createAccessRequest,
  createBuiltInDictionary,
  formatAttributes,
  parseAttributeText,
  RadiusCode,
  type RadiusPacket,
  type SentRequest,
  SharedSecret,
  verifyReply,
} from '@countersign/radius';

/** Where a {@link Nas} sends from and to, and what it signs with. */
export interface NasOptions {
  readonly port: number;
  /** The NAS's own address, 127.0.0.x: it decides which RADIUS client this is. */
  readonly from: string;
  readonly secret: string;
}

/** One request of a sign-in. */
export interface Ask {
  readonly userName: string;
  /** Password, code, both, or the answer to a challenge. */
  readonly password: string;
  /** The challenge that is answered. */
  readonly state?: Buffer | undefined;
  /** Further attributes, `Calling-Station-Id=…`. */
  readonly attributes?: readonly string[];
}

/** What came back, verified. */
export interface Reply {
  readonly kind: 'accept' | 'reject' | 'challenge';
  /** Reply-Message. */
  readonly message: string;
  readonly state: Buffer | undefined;
  /** `Name=value` of everything but the signature, State and Class, which differ each time. */
  readonly attributes: readonly string[];
  /** Class in hexadecimal, empty without one. */
  readonly classValue: string;
  readonly octets: Buffer;
}

/** A request got no answer at all. */
export class Silence extends Error {
  override readonly name = 'Silence';
}

interface Pending {
  readonly request: SentRequest;
  readonly settle: (packet: RadiusPacket, octets: Buffer) => void;
}

const dictionary = createBuiltInDictionary();
const DIFFERENT_EACH_TIME = new Set(['Message-Authenticator', 'State', 'Class', 'Reply-Message']);
const KINDS = new Map<number, Reply['kind']>([
  [RadiusCode.accessAccept, 'accept'],
  [RadiusCode.accessReject, 'reject'],
  [RadiusCode.accessChallenge, 'challenge'],
]);
const RESEND_MS = 500;
const PATIENCE_MS = 15_000;

/** A VPN, as the gateways see one: asks over UDP, sends the same octets again until an answer comes, checks signatures. */
export class Nas {
  readonly #socket: Socket;
  readonly #options: NasOptions;
  readonly #secret: SharedSecret;
  readonly #pending = new Map<number, Pending>();
  #lastIdentifier = 0;

  private constructor(socket: Socket, options: NasOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#secret = SharedSecret.fromText(options.secret);
    socket.on('message', (datagram) => this.#take(datagram));
    // A port that is closed for a moment (ECONNREFUSED) is what resending is for.
    socket.on('error', () => undefined);
  }

  static async open(options: NasOptions): Promise<Nas> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1_048_576 });
    socket.bind({ address: options.from, port: 0 });
    await once(socket, 'listening');
    return new Nas(socket, options);
  }

  close(): void {
    this.#socket.close();
  }

  /** A signed request, for {@link exchange}. */
  request({ userName, password, state, attributes = [] }: Ask): SentRequest {
    const more: readonly AttributeToSend[] = attributes.map((line) => parseAttributeText(dictionary, line));
    return createAccessRequest({
      identifier: this.#freeIdentifier(),
      secret: this.#secret,
      userName,
      password,
      attributes: more,
      ...(state === undefined ? {} : { state }),
    });
  }

  /** One request and its answer. @throws Silence when none comes within `patienceMs` */
  async ask(ask: Ask, patienceMs = PATIENCE_MS): Promise<Reply> {
    return await this.exchange(this.request(ask), patienceMs);
  }

  /** The password, then the code as the answer to the challenge that must follow. */
  async signIn(userName: string, password: string, code: string | (() => string)): Promise<Reply> {
    const challenge = await this.ask({ userName, password });
    if (challenge.kind !== 'challenge') return challenge;
    const answer = typeof code === 'string' ? code : code();
    return await this.ask({ userName, password: answer, state: challenge.state });
  }

  /** Sends the octets of `request` until an answer comes. @throws Silence when none does */
  async exchange(request: SentRequest, patienceMs = PATIENCE_MS): Promise<Reply> {
    return await new Promise<Reply>((resolve, reject) => {
      const deadline = performance.now() + patienceMs;
      const end = (): void => {
        clearInterval(timer);
        this.#pending.delete(request.identifier);
      };
      const timer = setInterval(() => {
        if (performance.now() < deadline) return this.#send(request);
        end();
        reject(new Silence(`no answer within ${patienceMs / 1000} s`));
      }, RESEND_MS);
      const settle = (packet: RadiusPacket, octets: Buffer): void => {
        end();
        resolve(replyOf(packet, octets));
      };
      this.#pending.set(request.identifier, { request, settle });
      this.#send(request);
    });
  }

  #send(request: SentRequest): void {
    this.#socket.send(request.octets, this.#options.port, '127.0.0.1', () => undefined);
  }

  #take(datagram: Buffer): void {
    const pending = this.#pending.get(datagram[1] ?? -1);
    if (pending === undefined) return;
    const result = verifyReply(pending.request, datagram, this.#secret);
    if (result.kind === 'reply') pending.settle(result.packet, datagram);
  }

  #freeIdentifier(): number {
    for (let tries = 0; tries < 256; tries++) {
      this.#lastIdentifier = (this.#lastIdentifier + 1) % 256;
      if (!this.#pending.has(this.#lastIdentifier)) return this.#lastIdentifier;
    }
    throw new Error('256 requests are in flight: open another Nas');
  }
}

function replyOf(packet: RadiusPacket, octets: Buffer): Reply {
  const kind = KINDS.get(packet.code);
  if (kind === undefined) throw new Error(`an answer with code ${packet.code}`);
  const attributes = formatAttributes(dictionary, packet);
  const valuesOf = (wanted: string): string[] =>
    attributes.filter(({ name }) => name === wanted).map(({ value }) => value);
  return {
    kind,
    message: valuesOf('Reply-Message').join(''),
    state: packet.state,
    attributes: attributes.filter(({ name }) => !DIFFERENT_EACH_TIME.has(name)).map(lineOf),
    classValue: valuesOf('Class').join(','),
    octets,
  };
}

function lineOf({ name, tag, value }: AttributeText): string {
  return `${name}${tag === undefined ? '' : `:${tag}`}=${value}`;
}
