import net from 'node:net';

/** Plays one side of a conversation: gets what the client sent, answers with whatever it likes. */
export type FakeConversation = (socket: net.Socket, octets: Buffer) => void;

/** A server that misbehaves in a way that real directories do not. */
export class FakeDirectory {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  /** Everything clients sent, one entry per packet. */
  readonly received: Buffer[] = [];

  constructor(conversation: FakeConversation) {
    this.#server = net.createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (octets) => {
        this.received.push(octets);
        conversation(socket, octets);
      });
    });
  }

  /** Resolves with the port. */
  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as net.AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The answer "success" to StartTLS with message id 1, with lengths in the short form or in the long one of Windows. */
export const startTlsAgreed = Buffer.from('300c02010178070a010004000400', 'hex');
export const startTlsAgreedLong = Buffer.from('308400000010020101788400000007' + '0a010004000400', 'hex');
