import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { DomainError } from '@countersign/errors';
import { type RadiusPacket, type SentRequest, type SharedSecret, verifyReply } from '@countersign/radius';

/** Where a request goes, and how long an answer is waited for. */
export interface RadiusTarget {
  readonly host: string;
  readonly port: number;
  readonly secret: SharedSecret;
  /** How often the same request is sent in all. */
  readonly tries: number;
  readonly timeoutMilliseconds: number;
}

/**
 * Sends a request as a NAS does: the same octets again when no answer comes. Replies that do not verify are ignored.
 *
 * @throws DomainError `deadline_exceeded` that says what was ignored, if anything
 */
export async function exchange(request: SentRequest, target: RadiusTarget, signal: AbortSignal): Promise<RadiusPacket> {
  const socket = createSocket(isIPv6(target.host) ? 'udp6' : 'udp4');
  try {
    return await new Exchange(socket, request, target).run(signal);
  } finally {
    socket.close();
  }
}

class Exchange {
  readonly #socket: Socket;
  readonly #request: SentRequest;
  readonly #target: RadiusTarget;
  readonly #ignored = new Set<string>();

  constructor(socket: Socket, request: SentRequest, target: RadiusTarget) {
    this.#socket = socket;
    this.#request = request;
    this.#target = target;
  }

  run(signal: AbortSignal): Promise<RadiusPacket> {
    return new Promise((resolve, reject) => {
      let sent = 0;
      const send = (): void => {
        if (sent === this.#target.tries) return settle(() => reject(this.#silence()));
        sent += 1;
        this.#socket.send(this.#request.octets, this.#target.port, this.#target.host, (error) => {
          if (error !== null) settle(() => reject(this.#unreachable(error)));
        });
      };
      const timer = setInterval(send, this.#target.timeoutMilliseconds);
      const settle = (how: () => void): void => {
        clearInterval(timer);
        signal.removeEventListener('abort', abort);
        how();
      };
      const abort = (): void => settle(() => reject(new DomainError('unavailable', 'Interrupted.')));
      signal.addEventListener('abort', abort, { once: true });
      this.#socket.on('error', (error) => settle(() => reject(this.#unreachable(error))));
      this.#socket.on('message', (datagram) => {
        const result = verifyReply(this.#request, datagram, this.#target.secret);
        if (result.kind === 'reply') settle(() => resolve(result.packet));
        else this.#ignored.add(result.reason);
      });
      send();
    });
  }

  #silence(): DomainError {
    const { host, port } = this.#target;
    const ignored = [...this.#ignored].join(', ');
    const why =
      ignored === ''
        ? 'Either no gateway listens there, or this machine is not a RADIUS client, or the shared secret is another one.'
        : `Replies were ignored (${ignored}): the shared secret is another one, or something on the way forges replies.`;
    return new DomainError('deadline_exceeded', `No answer from ${host}:${port}. ${why}`);
  }

  #unreachable(cause: Error): DomainError {
    const { host, port } = this.#target;
    return new DomainError('unavailable', `Nothing can be sent to ${host}:${port} (${cause.message}).`, { cause });
  }
}
