import type { Socket } from 'node:net';

/** A mail as it arrived. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Header and body as sent, dots unstuffed. */
  readonly content: string;
  /** Whether it came over TLS. */
  readonly isSecure: boolean;
  /** The account that signed in; undefined: nobody did. */
  readonly account: string | undefined;
}

/** What a session may do and whom it tells. */
export interface SmtpSessionOptions {
  readonly account: { readonly user: string; readonly password: string } | undefined;
  readonly offersTls: boolean;
  readonly isSecure: boolean;
  readonly isRefused: (address: string) => boolean;
  readonly onMail: (mail: ReceivedMail) => void;
  readonly onStartTls: () => void;
}

interface Envelope {
  from: string;
  to: string[];
}

/** One conversation with a client, line by line. */
export class SmtpSession {
  readonly #socket: Socket;
  readonly #options: SmtpSessionOptions;
  readonly #onData = (octets: Buffer): void => this.#read(octets);
  #received = '';
  #account: string | undefined;
  #envelope: Envelope = { from: '', to: [] };
  #content: string[] | undefined;

  constructor(socket: Socket, options: SmtpSessionOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  greet(): void {
    this.listen();
    this.#say('220 fake.example ESMTP');
  }

  listen(): void {
    this.#socket.on('data', this.#onData);
  }

  #say(...lines: readonly string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  #read(octets: Buffer): void {
    this.#received += octets.toString('utf8');
    for (let end = this.#received.indexOf('\r\n'); end >= 0; end = this.#received.indexOf('\r\n')) {
      const line = this.#received.slice(0, end);
      this.#received = this.#received.slice(end + 2);
      if (this.#content === undefined) this.#command(line);
      else this.#takeContent(line, this.#content);
    }
  }

  #command(line: string): void {
    const verb = line.split(' ')[0]?.toUpperCase() ?? '';
    const handlers: Readonly<Record<string, () => void>> = {
      EHLO: () => this.#hello(),
      HELO: () => this.#say('250 fake.example'),
      STARTTLS: () => this.#startTls(),
      AUTH: () => this.#signIn(line),
      MAIL: () => this.#from(line),
      RCPT: () => this.#to(line),
      DATA: () => this.#data(),
      QUIT: () => this.#quit(),
    };
    (handlers[verb] ?? (() => this.#say('502 not implemented')))();
  }

  #hello(): void {
    const tls = this.#options.offersTls ? ['250-STARTTLS'] : [];
    const auth = this.#options.account === undefined ? [] : ['250-AUTH PLAIN'];
    this.#say('250-fake.example', ...tls, ...auth, '250 8BITMIME');
  }

  #startTls(): void {
    if (!this.#options.offersTls) return this.#say('502 not here');
    this.#socket.off('data', this.#onData);
    this.#say('220 go ahead');
    this.#options.onStartTls();
  }

  #signIn(line: string): void {
    const [, user, password] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
      .toString('utf8')
      .split('\0');
    const { account } = this.#options;
    if (user !== account?.user || password !== account?.password) return this.#say('535 wrong');
    this.#account = user;
    this.#say('235 welcome');
  }

  #from(line: string): void {
    if (this.#options.account !== undefined && this.#account === undefined) return this.#say('530 sign in first');
    this.#envelope = { from: addressIn(line), to: [] };
    this.#say('250 ok');
  }

  #to(line: string): void {
    const address = addressIn(line);
    if (this.#options.isRefused(address)) return this.#say(`550 no such mailbox: ${address}`);
    this.#envelope.to.push(address);
    this.#say('250 ok');
  }

  #data(): void {
    if (this.#envelope.to.length === 0) return this.#say('503 nobody to send to');
    this.#content = [];
    this.#say('354 end with a dot');
  }

  #takeContent(line: string, content: string[]): void {
    if (line !== '.') {
      content.push(line.startsWith('.') ? line.slice(1) : line);
      return;
    }
    const { isSecure, onMail } = this.#options;
    onMail({ ...this.#envelope, content: content.join('\n'), isSecure, account: this.#account });
    this.#content = undefined;
    this.#say('250 queued');
  }

  #quit(): void {
    this.#say('221 bye');
    this.#socket.end();
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
