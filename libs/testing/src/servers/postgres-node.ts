import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Child, describeEnding, endChild, lastLines, startChild } from './child.ts';
import { isTcpPortFree } from './free-port.ts';
import { signalTree } from './process-tree.ts';
import { giveTo, postgresIdentity } from './run-as.ts';

/** Where a node lives and how it is reached. */
export interface PostgresNodeOptions {
  readonly name: string;
  /** Folder with `bin/postgres`, from `preparePostgresBinaries`. */
  readonly native: string;
  readonly dataDir: string;
  readonly logFile: string;
  readonly port: number;
  /** Password of the role `postgres`. */
  readonly superuserPassword: string;
  /** Password of the role `replicator`, which standbys connect with. */
  readonly replicatorPassword: string;
  /** Further lines of configuration, as `fsync=off`. */
  readonly settings?: readonly string[];
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;
const CONFIGURATION = 'countersign.conf';
const LOOPBACK = '127.0.0.1';

/** One real Postgres server on loopback, primary or standby, started and stopped as a process of its own. */
export class PostgresNode {
  readonly name: string;
  readonly port: number;
  readonly dataDir: string;
  readonly logFile: string;
  readonly options: PostgresNodeOptions;
  #child: Child | undefined;

  constructor(options: PostgresNodeOptions) {
    this.options = options;
    this.name = options.name;
    this.port = options.port;
    this.dataDir = options.dataDir;
    this.logFile = options.logFile;
  }

  /** The running server process, or undefined. */
  get child(): Child | undefined {
    return this.#child?.ending === undefined ? this.#child : undefined;
  }

  /** True when the data folder holds a cluster. */
  get isInitialized(): boolean {
    return existsSync(path.join(this.dataDir, 'PG_VERSION'));
  }

  /** True when the node starts as a standby. */
  get isStandby(): boolean {
    return existsSync(path.join(this.dataDir, 'standby.signal'));
  }

  /** The highest timeline in the data folder's write-ahead log, read from the names of its files: no server needed. */
  get timelineOnDisk(): number {
    const names = readdirSync(path.join(this.dataDir, 'pg_wal')).filter((name) => /^[0-9A-F]{8}/.test(name));
    return Math.max(0, ...names.map((name) => Number.parseInt(name.slice(0, 8), 16)));
  }

  /** Makes an empty cluster with the role `replicator`'s entry in pg_hba.conf. Passwords never pass the command line. */
  initialize(): void {
    const owner = postgresIdentity();
    mkdirSync(this.dataDir, { recursive: true, mode: 0o700 });
    giveTo(owner, this.dataDir);
    const passwordFile = path.join(os.tmpdir(), `countersign-${randomBytes(8).toString('hex')}`);
    writeFileSync(passwordFile, this.options.superuserPassword, { mode: 0o600, flag: 'wx' });
    giveTo(owner, passwordFile);
    try {
      const args = ['-D', this.dataDir, '-U', 'postgres', '--pwfile', passwordFile, '-A', 'scram-sha-256'];
      const locale = ['-E', 'UTF8', '--locale', 'C.UTF-8', '--data-checksums', '--no-sync'];
      const result = spawnSync(this.#binary('initdb'), [...args, ...locale], this.#spawnOptions('utf8'));
      if (result.status !== 0) throw new Error(`initdb failed: ${result.error?.message ?? ''}${result.stderr}`);
    } finally {
      rmSync(passwordFile, { force: true });
    }
    appendFileSync(path.join(this.dataDir, 'pg_hba.conf'), 'host replication replicator 127.0.0.1/32 scram-sha-256\n');
  }

  /** Starts the server and resolves when it answers; throws with its last log lines when it does not. */
  async start(): Promise<void> {
    if (this.child !== undefined) return;
    if (!(await isTcpPortFree(this.port))) throw new Error(`port ${this.port} for Postgres ${this.name} is in use`);
    this.#configure();
    const deadline = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      this.#child = await startChild({
        command: this.#binary('postgres'),
        args: ['-D', this.dataDir],
        logFile: this.logFile,
        options: this.#spawnOptions('buffer'),
      });
      if (await this.#answers(deadline)) return;
      // Backends of a server that was killed may hold its shared memory for some moments more.
      const log = lastLines(this.logFile);
      if (!log.includes('shared memory block') || performance.now() > deadline) {
        throw new Error(`Postgres ${this.name} did not start (${this.logFile}):\n${log}`);
      }
      await pause(200);
    }
  }

  /** Stops the server: SIGINT is fast and clean, SIGQUIT leaves recovery to the next start. */
  async stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    if (this.child !== undefined) await endChild(this.child, signal, STOP_TIMEOUT_MS);
    this.#child = undefined;
  }

  /** Crashes the server as a dying machine would, and resolves when it is gone. */
  async crash(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    signalTree(child.pid, 'SIGKILL');
    await child.ended;
  }

  /** Stops all its processes in their tracks (SIGSTOP): connections stay open, nothing answers. */
  hang(): void {
    if (this.child !== undefined) signalTree(this.child.pid, 'SIGSTOP');
  }

  /** Wakes what {@link hang} stopped. */
  wake(): void {
    if (this.child !== undefined) signalTree(this.child.pid, 'SIGCONT');
  }

  /** A connected superuser client; the caller ends it. */
  async connect(database = 'postgres'): Promise<pg.Client> {
    const client = new pg.Client({
      host: LOOPBACK,
      port: this.port,
      user: 'postgres',
      password: this.options.superuserPassword,
      database,
      connectionTimeoutMillis: 5_000,
    });
    // A server that is killed under an idle client is the subject of tests, not a reason to end the process.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Runs one statement as the superuser and returns its rows. */
  async query<Row extends pg.QueryResultRow>(
    sql: string,
    values: readonly unknown[] = [],
    database = 'postgres',
  ): Promise<Row[]> {
    const client = await this.connect(database);
    try {
      return (await client.query<Row>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** Makes a standby writable; resolves when it is. */
  async promote(): Promise<void> {
    const [row] = await this.query<{ promoted: boolean }>('SELECT pg_promote(true, 30) AS promoted');
    if (row?.promoted !== true) throw new Error(`Postgres ${this.name} was not promoted within 30 s`);
  }

  /** What a standby connects to this node with. */
  connectionInfo(applicationName: string): string {
    const password = this.options.replicatorPassword;
    return `host=${LOOPBACK} port=${this.port} user=replicator password=${password} application_name=${applicationName}`;
  }

  #binary(name: string): string {
    return path.join(this.options.native, 'bin', name);
  }

  #spawnOptions<E extends string>(encoding: E) {
    const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
    return { ...postgresIdentity(), env, cwd: '/', encoding };
  }

  #configure(): void {
    const lines = [
      `port=${this.port}`,
      `listen_addresses='${LOOPBACK}'`,
      "unix_socket_directories=''",
      'password_encryption=scram-sha-256',
      'wal_level=replica',
      'max_wal_senders=10',
      'max_replication_slots=10',
      // A slot of a standby that never comes back must not fill the disk.
      'max_slot_wal_keep_size=1GB',
      'hot_standby=on',
      'wal_log_hints=on',
      'shared_buffers=64MB',
      'max_connections=200',
      ...(this.options.settings ?? []),
    ];
    writeFileSync(path.join(this.dataDir, CONFIGURATION), `${lines.join('\n')}\n`, { mode: 0o600 });
    const main = path.join(this.dataDir, 'postgresql.conf');
    const include = `include '${CONFIGURATION}'`;
    if (!readFileSync(main, 'utf8').includes(include)) appendFileSync(main, `\n${include}\n`);
    giveTo(postgresIdentity(), this.dataDir);
  }

  /** True when it answers; false when the process ended. A server that merely listens may be somebody else's. */
  async #answers(deadline: number): Promise<boolean> {
    for (;;) {
      if (this.child === undefined) return false;
      const folder = await this.query<{ data_directory: string }>('SHOW data_directory').catch(() => []);
      if (folder[0]?.data_directory === this.dataDir) return true;
      if (folder[0] !== undefined) throw new Error(`port ${this.port} answers for ${folder[0].data_directory}`);
      if (performance.now() > deadline) {
        const ending = await endChild(this.child, 'SIGQUIT', 1_000);
        throw new Error(`Postgres ${this.name} did not answer within 30 s (${describeEnding(ending)})`);
      }
      await pause(30);
    }
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
