import pg from 'pg';
import type { DatabaseNodeAddress, ProbeFacts } from './node-state.ts';
import { cutConnection, type DatabaseLogin } from './tracked-pool.ts';

/** Asks one node how it is. */
export interface NodeProbe {
  /** Rejects when there is no answer in time. Never called again before it has ended. */
  ask(): Promise<ProbeFacts>;
  close(): void;
}

const PROBE = `
  SELECT in_recovery,
         CASE WHEN in_recovery THEN NULL ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END AS timeline,
         CASE WHEN in_recovery THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
              ELSE pg_current_wal_lsn() END - '0/0' AS received,
         CASE WHEN in_recovery THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - '0/0' AS replayed,
         CASE WHEN in_recovery AND pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()
              THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000 ELSE 0 END AS delay_ms
  FROM (SELECT pg_is_in_recovery() AS in_recovery) AS state`;

interface ProbeRow {
  readonly in_recovery: boolean;
  readonly timeline: string | null;
  readonly received: string | null;
  readonly replayed: string | null;
  readonly delay_ms: string | null;
}

/** A probe with a connection of its own, so that a full pool never looks like a dead server. */
export class PostgresNodeProbe implements NodeProbe {
  readonly #config: pg.ClientConfig;
  #client: pg.Client | undefined;

  constructor({ host, port }: DatabaseNodeAddress, login: DatabaseLogin, timeoutMs: number) {
    this.#config = {
      host,
      port,
      database: login.database,
      user: login.user,
      password: login.password,
      ...(login.ssl === undefined ? {} : { ssl: { ...login.ssl } }),
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      application_name: 'countersign-probe',
    };
  }

  async ask(): Promise<ProbeFacts> {
    try {
      const client = (this.#client ??= await this.#connect());
      const { rows } = await client.query<ProbeRow>(PROBE);
      if (rows[0] === undefined) throw new Error('the probe got no row');
      return toFacts(rows[0]);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    if (this.#client !== undefined) cutConnection(this.#client);
    this.#client = undefined;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    client.on('error', () => {
      if (this.#client === client) this.#client = undefined;
    });
    try {
      await client.connect();
    } catch (error) {
      cutConnection(client);
      throw error;
    }
    return client;
  }
}

function toFacts(row: ProbeRow): ProbeFacts {
  return {
    isInRecovery: row.in_recovery,
    timeline: row.timeline === null ? 0 : Number.parseInt(row.timeline, 16),
    receivedLsn: BigInt(row.received ?? 0),
    replayedLsn: BigInt(row.replayed ?? 0),
    replayDelayMs: Math.max(0, Math.round(Number(row.delay_ms ?? 0))),
  };
}

/** An LSN as PostgreSQL writes it (`16/B374D848`) in octets. */
export function parseLsn(text: string): bigint {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new RangeError(`not a position in the write-ahead log: ${text}`);
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** Octets as PostgreSQL writes an LSN. */
export function formatLsn(lsn: bigint): string {
  return `${(lsn >> 32n).toString(16).toUpperCase()}/${(lsn & 0xffff_ffffn).toString(16).toUpperCase()}`;
}
