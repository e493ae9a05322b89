import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer, TLSSocket } from 'node:tls';
import type { IssuedIdentity } from '../certificates/test-authority.ts';
import { type ReceivedMail, SmtpSession, type SmtpSessionOptions } from './smtp-session.ts';

/** How the server behaves. */
export interface FakeSmtpOptions {
  /** With an identity it offers STARTTLS, or with `implicitTls` speaks TLS from the start. */
  readonly identity?: IssuedIdentity;
  readonly implicitTls?: boolean;
  /** The only account that may sign in; mails without sign-in are then refused. */
  readonly account?: { readonly user: string; readonly password: string };
}

/** A small SMTP server (RFC 5321) for tests: takes mails, refuses what it is told to, falls silent on demand. */
export class FakeSmtpServer {
  readonly #server: Server;
  readonly #options: FakeSmtpOptions;
  readonly #sockets = new Set<Socket>();
  readonly mails: ReceivedMail[] = [];
  #refusals: readonly string[] = [];
  #isSilent = false;

  private constructor(options: FakeSmtpOptions) {
    this.#options = options;
    const { identity, implicitTls } = options;
    this.#server =
      identity !== undefined && implicitTls === true
        ? createSecureServer({ cert: identity.certificate, key: identity.key }, (socket) => this.#serve(socket))
        : createServer((socket) => this.#serve(socket));
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Starts on a free port of loopback. */
  static async start(options: FakeSmtpOptions = {}): Promise<FakeSmtpServer> {
    const server = new FakeSmtpServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Answers RCPT TO for these addresses with 550. */
  refuse(...addresses: readonly string[]): void {
    this.#refusals = addresses;
  }

  /** Says nothing to new connections, not even a greeting. */
  fallSilent(): void {
    this.#isSilent = true;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    if (this.#isSilent) return;
    const options: SmtpSessionOptions = {
      account: this.#options.account,
      offersTls: this.#options.identity !== undefined && !(socket instanceof TLSSocket),
      isSecure: socket instanceof TLSSocket,
      isRefused: (address) => this.#refusals.includes(address),
      onMail: (mail) => this.mails.push(mail),
      onStartTls: () => this.#upgrade(socket),
    };
    new SmtpSession(socket, options).greet();
  }

  #upgrade(socket: Socket): void {
    const { identity, account } = this.#options;
    if (identity === undefined) return;
    const secured = new TLSSocket(socket, { isServer: true, cert: identity.certificate, key: identity.key });
    secured.on('error', () => socket.destroy());
    new SmtpSession(secured, {
      account,
      offersTls: false,
      isSecure: true,
      isRefused: (address) => this.#refusals.includes(address),
      onMail: (mail) => this.mails.push(mail),
      onStartTls: () => undefined,
    }).listen();
  }
}
