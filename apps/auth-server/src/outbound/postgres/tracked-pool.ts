import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import type { DatabaseNodeAddress } from './node-state.ts';
import { RECORDS } from './records.ts';
import { wholeNumber } from './whole-number.ts';

/** How this process logs in, the same on every node. */
export interface DatabaseLogin {
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Undefined: no TLS (loopback). */
  readonly ssl?: { readonly ca?: string; readonly rejectUnauthorized: boolean } | undefined;
}

/** Limits of a pool. Each exists because a hung server otherwise hangs us for ever. */
export interface PoolLimits {
  readonly connections: number;
  /** To get a connection, from the pool or from the server. */
  readonly connectTimeoutMs: number;
  /** For one statement, on our side; the server gives up a little earlier. */
  readonly queryTimeoutMs: number;
  /** A read that turns out to write is refused even when it falls back to the primary. */
  readonly isReadOnly: boolean;
}

interface WithSocket {
  readonly connection: { readonly stream: { destroy(): void } };
}

/** A data source for one node whose connections can be cut at once, whether or not the server answers. */
export class TrackedPool {
  readonly address: DatabaseNodeAddress;
  /** Resolves when the first connection stands. */
  readonly ready: Promise<DataSource>;
  inFlight = 0;
  readonly #clients = new Set<pg.Client>();
  #isCut = false;

  constructor(address: DatabaseNodeAddress, login: DatabaseLogin, limits: PoolLimits) {
    this.address = address;
    this.ready = new DataSource(poolOptions(address, login, limits, this.#trackingClient())).initialize();
    this.ready.then(
      (source) => {
        if (this.#isCut) void end(source);
      },
      () => undefined,
    );
  }

  /** True after {@link cut}. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Cuts every connection. What waits for an answer fails now; nothing more is sent. */
  cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    for (const client of this.#clients) cutConnection(client);
    this.ready.then(end, () => undefined);
  }

  #trackingClient(): typeof pg.Client {
    const clients = this.#clients;
    const isCut = (): boolean => this.#isCut;
    return class TrackedClient extends pg.Client {
      constructor(config?: string | pg.ClientConfig) {
        super(config);
        clients.add(this);
        // Whoever waits for an answer hears of it there; without a listener the process would end.
        this.on('error', () => undefined);
        this.on('end', () => clients.delete(this));
        this.on('connect', () => {
          if (isCut()) cutConnection(this);
        });
      }
    };
  }
}

/** Closes the socket of a client without a word to the server, which may be unable to hear it. */
export function cutConnection(client: unknown): void {
  (client as WithSocket).connection.stream.destroy();
}

async function end(source: DataSource): Promise<void> {
  // Its connections are cut already; what else fails here changes nothing.
  await source.destroy().catch(() => undefined);
}

function poolOptions(
  { host, port }: DatabaseNodeAddress,
  login: DatabaseLogin,
  limits: PoolLimits,
  Client: typeof pg.Client,
): PostgresDataSourceOptions {
  const serverTimeoutMs = Math.max(100, limits.queryTimeoutMs - 500);
  return {
    type: 'postgres',
    driver: pg,
    host,
    port,
    database: login.database,
    username: login.user,
    password: login.password,
    ...(login.ssl === undefined ? {} : { ssl: { ...login.ssl } }),
    entities: [...RECORDS],
    installExtensions: false,
    connectTimeoutMS: limits.connectTimeoutMs,
    poolSize: limits.connections,
    applicationName: 'countersign',
    poolErrorHandler: () => undefined,
    extra: {
      Client,
      query_timeout: limits.queryTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      options: [
        `-c statement_timeout=${serverTimeoutMs}`,
        '-c idle_in_transaction_session_timeout=60000',
        `-c default_transaction_read_only=${limits.isReadOnly ? 'on' : 'off'}`,
      ].join(' '),
      types: { getTypeParser },
    },
  };
}

/** `bigint`, hence `count(*)`, as a number. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === pg.types.builtins.INT8) return wholeNumber;
  return pg.types.getTypeParser(oid, format);
}
