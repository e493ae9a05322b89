import { DomainError } from '@countersign/errors';
import pg from 'pg';
import type { DatabaseLogin } from '../../../../outbound/postgres/tracked-pool.ts';
import { messageOf } from '../../../../outbound/postgres/error-facts.ts';
import type { DatabaseNodeAddress } from '../../../../outbound/postgres/node-state.ts';
import type { DatabaseControl } from '../../application/ports/database-control.ts';

const ANSWER_MILLISECONDS = 1000;
const CONNECT_MILLISECONDS = 3000;
const PROMOTE_SECONDS = 30;

/** How to log in at the nodes. */
export type ControlLogin = DatabaseLogin;

/**
 * {@link DatabaseControl} on plain Postgres. The role needs EXECUTE on `pg_promote`; to make other replicas follow also `pg_monitor`
 * (to read the old connection setting), ALTER SYSTEM on `primary_conninfo` and `primary_slot_name`, and EXECUTE on
 * `pg_reload_conf`. What it may not do it says, and the operator does it.
 */
export class PostgresDatabaseControl implements DatabaseControl {
  readonly #nodes: readonly DatabaseNodeAddress[];
  readonly #login: ControlLogin;

  constructor(nodes: readonly DatabaseNodeAddress[], login: ControlLogin) {
    this.#nodes = nodes;
    this.#login = login;
  }

  async isWritable(node: string): Promise<boolean> {
    try {
      return await this.#with(node, ANSWER_MILLISECONDS, async (client) => {
        const { rows } = await client.query<{ writable: boolean }>('SELECT NOT pg_is_in_recovery() AS writable');
        return rows[0]?.writable === true;
      });
    } catch {
      return false;
    }
  }

  async promote(node: string): Promise<number> {
    return await this.#with(node, (PROMOTE_SECONDS + 2) * 1000, async (client) => {
      const { rows } = await client.query<{ done: boolean }>(`SELECT pg_promote(true, ${PROMOTE_SECONDS}) AS done`);
      if (rows[0]?.done !== true) throw new Error(`it was not a primary after ${PROMOTE_SECONDS} s`);
      const timeline = await client.query<{ timeline: string }>(
        'SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS timeline',
      );
      return Number.parseInt(timeline.rows[0]?.timeline ?? '0', 16);
    });
  }

  async follow(replica: string, primary: string): Promise<void> {
    const { host, port } = this.#address(primary);
    await this.#with(replica, CONNECT_MILLISECONDS, async (client) => {
      const { rows } = await client.query<{ conninfo: string }>(
        "SELECT current_setting('primary_conninfo') AS conninfo",
      );
      const conninfo = withAddress(rows[0]?.conninfo ?? '', host, port);
      // The slot was one of the old primary.
      await client.query("ALTER SYSTEM SET primary_slot_name = ''");
      await client.query(`ALTER SYSTEM SET primary_conninfo = ${pg.escapeLiteral(conninfo)}`);
      await client.query('SELECT pg_reload_conf()');
    });
  }

  #address(node: string): DatabaseNodeAddress {
    const address = this.#nodes.find((one) => one.name === node);
    if (address === undefined) throw new DomainError('not_found', `No database is called ${node}.`);
    return address;
  }

  async #with<T>(node: string, timeoutMs: number, fn: (client: pg.Client) => Promise<T>): Promise<T> {
    const { host, port } = this.#address(node);
    const connectionTimeoutMillis = Math.min(CONNECT_MILLISECONDS, timeoutMs);
    const client = new pg.Client({
      ...this.#login,
      ssl: this.#login.ssl,
      host,
      port,
      connectionTimeoutMillis,
      query_timeout: timeoutMs,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await fn(client);
    } catch (cause) {
      throw new DomainError('unavailable', `${node} did not do it: ${messageOf(cause)}`, { cause });
    } finally {
      // A server that hangs never says good-bye.
      void client.end().catch(() => undefined);
    }
  }
}

/** The setting with another host and port; user, password and TLS stay. */
function withAddress(conninfo: string, host: string, port: number): string {
  const kept = conninfo.replaceAll(/(?:^|\s)(?:host|hostaddr|port)\s*=\s*(?:'(?:[^'\\]|\\.)*'|\S+)/g, '').trim();
  return `host='${host.replaceAll(/(['\\])/g, '\\$1')}' port=${port} ${kept}`.trim();
}
