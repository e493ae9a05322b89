import type { Socket } from 'node:net';
import { Client, SASL_MECHANISMS } from 'ldapts';

/** One connection to a server of the directory, for one operation at a time. */
export class DirectoryConnection {
  readonly #socket: Socket;
  readonly #client: Client;

  /** Takes over a socket that is open and, where it has to be, encrypted. */
  constructor(socket: Socket) {
    this.#socket = socket;
    let isTaken = false;
    // The library must neither dial nor encrypt by itself: after a broken connection it would come back without TLS.
    const createConnection = (): Socket => {
      if (isTaken) throw new Error('the connection to the directory is closed');
      isTaken = true;
      return socket;
    };
    this.#client = new Client({ url: 'ldap://directory', strictDN: false, createConnection });
  }

  /** False once either side has closed. */
  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.readyState === 'open';
  }

  /** A simple bind. Replaces whoever was bound before, also when it is refused (RFC 4511 section 4.2.1). */
  async bind(name: string, password: string, signal: AbortSignal): Promise<void> {
    refuseSpecial(name, password);
    await this.#limited(() => this.#client.bind(name, password), signal);
  }

  /** The names of the entries that match, two at most: enough to know that there is exactly one. References are not followed. */
  async findNames(baseDn: string, filter: string, signal: AbortSignal): Promise<readonly string[]> {
    const search = () =>
      this.#client.search(baseDn, { scope: 'sub', filter, attributes: ['1.1'], sizeLimit: 2, timeLimit: 0 });
    const { searchEntries } = await this.#limited(search, signal);
    return searchEntries.map(({ dn }) => dn);
  }

  /** Asks for something every server has an answer to, if only "not without a bind". */
  async ask(signal: AbortSignal): Promise<void> {
    await this.#limited(() => this.#client.search('', { scope: 'base', attributes: ['1.1'] }), signal);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** When the time is over the connection is closed: the answer could come later and be taken for that of the next question. */
  async #limited<T>(operation: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const giveUp = (): void => this.close();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await operation();
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }
}

/** The library makes a SASL bind of some names; a bind without a name or a password is anonymous and always succeeds. */
function refuseSpecial(name: string, password: string): void {
  const isMechanism = (SASL_MECHANISMS as readonly string[]).includes(name);
  if (name === '' || password === '' || isMechanism)
    throw new Error('this name or password must not be sent in a bind');
}
