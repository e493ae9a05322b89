import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Logger } from '@countersign/observability';
import type { DatagramHandler, SocketRole } from './datagram-handler.ts';

/** One socket of the gateway. */
export interface UdpListenerOptions {
  /** A local address. Replies leave from the address that was asked, so a host with several has one socket for each. */
  readonly address: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly role: SocketRole;
  readonly receiveBufferOctets: number;
  readonly handler: DatagramHandler;
  readonly logger: Logger;
}

type LookupCallback = (error: null, address: string, family: number) => void;

/**
 * A UDP socket that RADIUS clients send to. Several gateways may listen on one address: the kernel spreads the senders
 * over them.
 */
export class UdpListener {
  readonly #options: UdpListenerOptions;
  readonly #socket: Socket;

  constructor(options: UdpListenerOptions) {
    this.#options = options;
    const isIPv6Address = isIPv6(options.address);
    this.#socket = createSocket({
      type: isIPv6Address ? 'udp6' : 'udp4',
      ...(isIPv6Address ? { ipv6Only: true } : {}),
      reusePort: true,
      recvBufferSize: options.receiveBufferOctets,
      // Destinations are addresses already; the resolver would cost more than the reply.
      lookup: (host: string, _: unknown, callback: LookupCallback) => callback(null, host, isIPv6Address ? 6 : 4),
    });
    this.#socket.on('message', (datagram, { address, port }) => {
      const send = (octets: Uint8Array) => this.#send(octets, port, address);
      options.handler.handle(datagram, { address, port, send }, options.role);
    });
  }

  /** Binds; resolves with the port. */
  async start(): Promise<number> {
    const { address, port, role, logger } = this.#options;
    // Asked for first: with addresses instead of names, binding is done before bind() returns.
    const listening = once(this.#socket, 'listening');
    this.#socket.bind({ address, port });
    await listening;
    // An error of one datagram (an unreachable sender) is no reason to stop listening.
    this.#socket.on('error', (error) => logger.error({ err: error, address, role }, 'the UDP socket reports an error'));
    this.#checkReceiveBuffer();
    return this.#socket.address().port;
  }

  /** Closes the socket; replies that were handed over before still leave. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#socket.close(resolve);
    });
  }

  #send(octets: Uint8Array, port: number, address: string): void {
    this.#socket.send(octets, port, address, ignoreFailure);
  }

  /** The kernel gives what its limit allows and says nothing: too little means lost requests in every burst. */
  #checkReceiveBuffer(): void {
    const { address, role, receiveBufferOctets, logger } = this.#options;
    const effectiveOctets = this.#socket.getRecvBufferSize();
    const fields = { address, port: this.#socket.address().port, role, effectiveOctets };
    logger.info(fields, 'RADIUS listens');
    if (effectiveOctets < receiveBufferOctets) {
      logger.warn(
        { ...fields, wantedOctets: receiveBufferOctets },
        `the receive buffer is smaller than wanted; run: sysctl -w net.core.rmem_max=${receiveBufferOctets}`,
      );
    }
  }
}

/** The NAS repeats what it does not hear; there is nobody else to tell. */
function ignoreFailure(): void {}
