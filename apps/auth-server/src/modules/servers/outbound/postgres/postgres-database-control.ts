import { DomainError } from '@countersign/errors';
import pg from 'pg';
import type { DatabaseNodeAddress } from '../../../../outbound/postgres/node-state.ts';
import type { DatabaseControl } from '../../application/ports/database-control.ts';

const CONNECT_MILLISECONDS = 3000;
const PROMOTE_SECONDS = 30;

/** How to log in at the nodes. */
export interface ControlLogin {
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** {@link DatabaseControl} on plain Postgres. The role needs EXECUTE on `pg_promote`. */
export class PostgresDatabaseControl implements DatabaseControl {
  readonly #nodes: readonly DatabaseNodeAddress[];
  readonly #login: ControlLogin;

  constructor(nodes: readonly DatabaseNodeAddress[], login: ControlLogin) {
    this.#nodes = nodes;
    this.#login = login;
  }

  async promote(node: string): Promise<number> {
    const address = this.#nodes.find((one) => one.name === node);
    if (address === undefined) throw new DomainError('not_found', `no database is called ${node}`);
    const client = new pg.Client({
      ...this.#login,
      host: address.host,
      port: address.port,
      connectionTimeoutMillis: CONNECT_MILLISECONDS,
      query_timeout: (PROMOTE_SECONDS + 2) * 1000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ done: boolean }>(`SELECT pg_promote(true, ${PROMOTE_SECONDS}) AS done`);
      if (rows[0]?.done !== true) throw new Error(`it was not a primary after ${PROMOTE_SECONDS} s`);
      const timeline = await client.query<{ timeline: string }>(
        'SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS timeline',
      );
      return Number.parseInt(timeline.rows[0]?.timeline ?? '0', 16);
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new DomainError('unavailable', `${node} could not be promoted: ${said}`, { cause });
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
