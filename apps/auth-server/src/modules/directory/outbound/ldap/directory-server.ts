import type { Logger } from '@countersign/observability';
import type { DirectoryServerStatus } from '../../application/ports/directory.ts';
import { isDirectoryAnswer } from './bind-result.ts';
import { ConnectionPool } from './connection-pool.ts';
import { DirectoryConnection } from './directory-connection.ts';
import { openDirectorySocket } from './directory-socket.ts';
import type { BindNameRule, DirectoryServerSettings, DirectorySettings } from './load-directory-config.ts';

/** After so many failed sign-ins in a row nobody is sent to the server any more, until a probe succeeds. */
const FAILURES_UNTIL_DOWN = 2;
/** A server that is down is probed more often: every second counts when it is the only one. */
const LONGEST_INTERVAL_WHILE_DOWN_MILLISECONDS = 2_000;

/** The directory refused our own account; the name and the password of the claimant have nothing to do with it. */
export class ServiceAccountRefused extends Error {
  constructor(cause: unknown) {
    super('the directory refuses the service account: check its name, its password file and its state', { cause });
    this.name = 'ServiceAccountRefused';
  }
}

/**
 * One server of the directory: its connections, and whether it is worth asking. A sign-in finds that out for free: probes
 * run in the background, and a server that is down is passed over without a packet.
 */
export class DirectoryServer {
  /** For binds of users. Never mixed with the other: a connection is whoever was bound on it last. */
  readonly users: ConnectionPool;
  /** For searches, bound as the service account; absent where names come from a template. */
  readonly searches: ConnectionPool | undefined;
  readonly #settings: DirectoryServerSettings;
  readonly #limits: DirectorySettings['limits'];
  readonly #logger: Logger;
  #failures = 0;
  #problem: string | undefined;
  #nextProbe: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(server: DirectoryServerSettings, { bindName, limits }: DirectorySettings, logger: Logger) {
    this.#settings = server;
    this.#limits = limits;
    this.#logger = logger;
    this.users = this.#pool('binds', (signal) => this.#connect(signal));
    this.searches =
      bindName.kind === 'search' ? this.#pool('searches', (signal) => this.#connectAs(bindName, signal)) : undefined;
  }

  get isUp(): boolean {
    return this.#problem === undefined;
  }

  status(): DirectoryServerStatus {
    return { url: this.#settings.url, isUp: this.isUp, problem: this.#problem };
  }

  /** The server answered. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** The server did not answer, or not as a directory. */
  failed(error: unknown): void {
    this.#failures += 1;
    if (this.#failures >= FAILURES_UNTIL_DOWN) this.#markDown(error);
  }

  /** Probes now and then for ever, until {@link stop}. */
  start(): void {
    void this.#probeAndRepeat();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#nextProbe);
    this.users.close();
    this.searches?.close();
  }

  /** Asks the server for its root entry over a connection of its own: dialling, the certificate and LDAP, without a bind. */
  async probe(): Promise<void> {
    const signal = AbortSignal.timeout(
      this.#limits.connectTimeoutMilliseconds + this.#limits.operationTimeoutMilliseconds,
    );
    let connection: DirectoryConnection | undefined;
    try {
      connection = await this.#connect(signal);
      await connection.ask(signal);
      this.#markUp();
    } catch (error) {
      if (isDirectoryAnswer(error)) this.#markUp();
      else this.#markDown(error);
    } finally {
      connection?.close();
    }
  }

  async #probeAndRepeat(): Promise<void> {
    await this.probe();
    if (this.#isStopped) return;
    const usual = this.#limits.healthIntervalSeconds * 1_000;
    const interval = this.isUp ? usual : Math.min(usual, LONGEST_INTERVAL_WHILE_DOWN_MILLISECONDS);
    this.#nextProbe = setTimeout(() => void this.#probeAndRepeat(), interval);
    this.#nextProbe.unref();
  }

  #pool(purpose: string, open: (signal: AbortSignal) => Promise<DirectoryConnection>): ConnectionPool {
    return new ConnectionPool({
      name: `${purpose} at ${this.#settings.url}`,
      open,
      maxConnections: this.#limits.maxConnectionsPerServer,
      idleMilliseconds: this.#limits.idleSeconds * 1_000,
    });
  }

  async #connect(signal: AbortSignal): Promise<DirectoryConnection> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(this.#limits.connectTimeoutMilliseconds)]);
    return new DirectoryConnection(await openDirectorySocket(this.#settings, limit));
  }

  async #connectAs(
    { accountDn, accountPassword }: Extract<BindNameRule, { kind: 'search' }>,
    signal: AbortSignal,
  ): Promise<DirectoryConnection> {
    const connection = await this.#connect(signal);
    try {
      await connection.bind(accountDn, accountPassword.expose().toString('utf8'), signal);
      return connection;
    } catch (error) {
      connection.close();
      throw isDirectoryAnswer(error) ? new ServiceAccountRefused(error) : error;
    }
  }

  #markUp(): void {
    if (!this.isUp) this.#logger.info({ directoryServer: this.#settings.url }, 'a directory server is back');
    this.#failures = 0;
    this.#problem = undefined;
  }

  #markDown(error: unknown): void {
    const problem = error instanceof Error ? error.message : 'failed';
    if (this.isUp) {
      this.#logger.warn({ directoryServer: this.#settings.url, problem }, 'a directory server is not usable');
    }
    this.#problem = problem;
  }
}
