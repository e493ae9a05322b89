import { ConcurrencyLimit } from '../concurrency-limit.ts';
import type { DirectoryConnection } from './directory-connection.ts';

/** How a {@link ConnectionPool} makes and keeps connections. */
export interface ConnectionPoolOptions {
  readonly name: string;
  readonly open: (signal: AbortSignal) => Promise<DirectoryConnection>;
  readonly maxConnections: number;
  /** Unused connections are closed after this time, before a firewall forgets them. */
  readonly idleMilliseconds: number;
}

interface Idle {
  readonly connection: DirectoryConnection;
  readonly timer: NodeJS.Timeout;
}

const WAITING_PER_CONNECTION = 8;

/** Nothing was sent: another server may be asked. */
export class NotConnected extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : 'no connection', { cause });
    this.name = 'NotConnected';
  }
}

/** Connections of one purpose to one server, opened when needed, each used by one at a time. */
export class ConnectionPool {
  readonly #options: ConnectionPoolOptions;
  readonly #limit: ConcurrencyLimit;
  readonly #idle: Idle[] = [];
  #isClosed = false;

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
    const { name, maxConnections } = options;
    this.#limit = new ConcurrencyLimit({
      name,
      concurrent: maxConnections,
      waiting: maxConnections * WAITING_PER_CONNECTION,
    });
  }

  /**
   * Runs `work` with a connection; one that is closed afterwards is not used again.
   * @throws NotConnected when no connection could be made; Saturated; what `work` throws
   */
  async use<T>(work: (connection: DirectoryConnection) => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.#limit.run(async () => {
      const connection = this.#takeIdle() ?? (await this.#open(signal));
      try {
        return await work(connection);
      } finally {
        this.#giveBack(connection);
      }
    }, signal);
  }

  close(): void {
    this.#isClosed = true;
    for (const { connection, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      connection.close();
    }
  }

  async #open(signal: AbortSignal): Promise<DirectoryConnection> {
    try {
      return await this.#options.open(signal);
    } catch (error) {
      throw new NotConnected(error);
    }
  }

  /** The one used last, so that those which are not needed grow old. */
  #takeIdle(): DirectoryConnection | undefined {
    for (let entry = this.#idle.pop(); entry !== undefined; entry = this.#idle.pop()) {
      clearTimeout(entry.timer);
      if (entry.connection.isOpen) return entry.connection;
    }
    return undefined;
  }

  #giveBack(connection: DirectoryConnection): void {
    if (this.#isClosed || !connection.isOpen) {
      connection.close();
      return;
    }
    const timer = setTimeout(() => {
      const at = this.#idle.findIndex((entry) => entry.connection === connection);
      if (at >= 0) this.#idle.splice(at, 1);
      connection.close();
    }, this.#options.idleMilliseconds);
    timer.unref();
    this.#idle.push({ connection, timer });
  }
}
