import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  cloneStandby,
  ensureDatabase,
  PostgresNode,
  preparePostgresBinaries,
  repointStandby,
  waitUntilCaughtUp,
} from '@countersign/testing/servers';
import type { StackConfig } from './config.ts';
import { LOOPBACK, type PostgresName, type StackPaths, type StackPorts } from './layout.ts';
import { type ManagedProcess, turnOverLog } from './managed-process.ts';
import type { Progress } from './progress.ts';
import { DATABASE, type StackSecrets } from './secrets.ts';

const PROBE_TIMEOUT_MS = 1_500;

/** What a server says of itself now. */
export interface NodeRole {
  readonly name: PostgresName;
  readonly role: 'primary' | 'standby' | 'not answering';
  readonly timeline: number;
}

/** The two Postgres servers and what can be done with them together. */
export class PostgresCluster {
  readonly nodes: Readonly<Record<PostgresName, PostgresNode>>;
  readonly #paths: StackPaths;
  readonly #secrets: StackSecrets;

  constructor(config: StackConfig, paths: StackPaths, ports: StackPorts, secrets: StackSecrets) {
    this.#paths = paths;
    this.#secrets = secrets;
    const native = preparePostgresBinaries(config.cacheDir);
    const node = (name: PostgresName): PostgresNode =>
      new PostgresNode({
        name,
        native,
        dataDir: path.join(paths.data, name),
        logFile: path.join(paths.logs, `${name}.log`),
        port: ports.postgres[name],
        superuserPassword: secrets.superuserPassword,
        replicatorPassword: secrets.replicatorPassword,
      });
    this.nodes = { 'pg-1': node('pg-1'), 'pg-2': node('pg-2') };
  }

  /** Makes primary, roles, database and replica, once; they run afterwards. */
  async install(progress: Progress): Promise<void> {
    const { 'pg-1': primary, 'pg-2': standby } = this.nodes;
    primary.initialize();
    await primary.start();
    progress.step('Postgres primary pg-1 made');
    const { ownerPassword, appPassword } = this.#secrets;
    await ensureDatabase(primary, { database: DATABASE, ownerPassword, appPassword });
    await cloneStandby(primary, standby);
    await standby.start();
    await waitUntilCaughtUp(primary, standby);
    progress.step('Postgres replica pg-2 made, streaming from pg-1');
    writeFileSync(this.#paths.installedMark, new Date().toISOString());
  }

  /**
   * Which servers to start when nothing runs. After a promotion whose old master was not taken back there are two that believe to be
   * primary: only the one with the higher timeline is started, the other would take writes that are lost.
   */
  toStart(): { start: readonly PostgresNode[]; held: readonly PostgresNode[] } {
    const all = Object.values(this.nodes);
    const latest = Math.max(...all.map((node) => node.timelineOnDisk));
    const isStale = (node: PostgresNode): boolean => !node.isStandby && node.timelineOnDisk < latest;
    return { start: all.filter((node) => !isStale(node)), held: all.filter(isStale) };
  }

  /** Asks every server what it is; one that does not answer in 1.5 s is not answering. */
  async roles(): Promise<readonly NodeRole[]> {
    return await Promise.all(
      Object.entries(this.nodes).map(async ([name, node]) => await probe(name as PostgresName, node)),
    );
  }

  /** The writable server with the highest timeline, or undefined. */
  async primary(): Promise<PostgresNode | undefined> {
    const writable = (await this.roles()).filter(({ role }) => role === 'primary');
    const [first] = writable.toSorted((a, b) => b.timeline - a.timeline);
    return first === undefined ? undefined : this.nodes[first.name];
  }

  /** Why the server must not start as it is: another is master on a later timeline. */
  async whyNotStart(node: PostgresNode): Promise<string | undefined> {
    if (node.isStandby) return undefined;
    const primary = await this.primary();
    if (primary === undefined || primary === node || primary.timelineOnDisk <= node.timelineOnDisk) return undefined;
    return `${primary.name} was promoted in the meantime; take ${node.name} back as a replica: ./countersign servers rejoin ${node.name}`;
  }

  /** Makes `name` a fresh replica of the present primary. What it held alone (writes after it lost its place) is gone. */
  async rejoin(name: PostgresName): Promise<{ primary: string; milliseconds: number }> {
    const startedAt = performance.now();
    const node = this.nodes[name];
    const primary = await this.primary();
    if (primary === undefined) throw new Error('no Postgres server is writable: promote one first');
    if (primary === node) throw new Error(`${name} is the primary: it cannot follow itself`);
    await node.stop('SIGQUIT');
    await cloneStandby(primary, node);
    await node.start();
    await waitUntilCaughtUp(primary, node);
    return { primary: primary.name, milliseconds: Math.round(performance.now() - startedAt) };
  }

  /** Points every running standby at the present primary, without a restart. */
  async repoint(): Promise<{ primary: string; standbys: readonly string[] }> {
    const primary = await this.primary();
    if (primary === undefined) throw new Error('no Postgres server is writable: promote one first');
    const standbys = (await this.roles()).filter(({ role }) => role === 'standby').map(({ name }) => this.nodes[name]);
    for (const standby of standbys) await repointStandby(primary, standby);
    return { primary: primary.name, standbys: standbys.map(({ name }) => name) };
  }

  /** The servers as processes to supervise. */
  processes(): readonly ManagedProcess[] {
    return Object.entries(this.nodes).map(([name, node]) => this.#managed(name as PostgresName, node));
  }

  #managed(name: PostgresName, node: PostgresNode): ManagedProcess {
    return {
      name,
      what: 'Postgres',
      address: `${LOOPBACK}:${node.port}`,
      logFile: node.logFile,
      get child() {
        return node.child;
      },
      start: async () => {
        turnOverLog(node.logFile);
        await node.start();
      },
      stop: async () => await node.stop(),
      whyNotRestart: async () => await this.whyNotStart(node),
    };
  }
}

async function probe(name: PostgresName, node: PostgresNode): Promise<NodeRole> {
  const unknown = { name, role: 'not answering', timeline: 0 } as const;
  if (node.child === undefined) return unknown;
  const answer = node
    .query<{ is_standby: boolean; timeline: string | null }>(
      `SELECT pg_is_in_recovery() AS is_standby,
              CASE WHEN NOT pg_is_in_recovery() THEN substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END AS timeline`,
    )
    .then(([row]): NodeRole => {
      if (row === undefined) return unknown;
      if (row.is_standby) return { name, role: 'standby', timeline: node.timelineOnDisk };
      return { name, role: 'primary', timeline: Number.parseInt(row.timeline ?? '0', 16) };
    })
    .catch(() => unknown);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<NodeRole>((resolve) => {
    timer = setTimeout(() => resolve(unknown), PROBE_TIMEOUT_MS);
  });
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
