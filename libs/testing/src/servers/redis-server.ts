import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { inheritedEnvironment } from '../config.ts';
import { type Child, endChild, lastLines, startChild } from './child.ts';
import { isTcpPortFree } from './free-port.ts';
import { signalTree } from './process-tree.ts';
import type { RedisBinary } from './redis-binary.ts';

/** Where a Redis server lives and how it is reached. */
export interface RedisServerOptions {
  readonly binary: RedisBinary;
  /** Folder of the append-only file and of the configuration with the password. */
  readonly dataDir: string;
  readonly logFile: string;
  readonly port: number;
  readonly password: string;
  /** Further lines of configuration, as `databases 64`. */
  readonly settings?: readonly string[];
}

const START_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 10_000;

/** One real Redis on loopback with an append-only file, `noeviction` and a password. */
export class RedisServer {
  readonly options: RedisServerOptions;
  #child: Child | undefined;

  constructor(options: RedisServerOptions) {
    this.options = options;
  }

  /** The running server process, or undefined. */
  get child(): Child | undefined {
    return this.#child?.ending === undefined ? this.#child : undefined;
  }

  /** `redis://` URL with the password, without a database index. */
  get url(): string {
    return `redis://:${encodeURIComponent(this.options.password)}@127.0.0.1:${this.options.port}`;
  }

  /** Starts the server and resolves when it has loaded its data; throws with its last log lines when it does not. */
  async start(): Promise<void> {
    if (this.child !== undefined) return;
    const { binary, dataDir, logFile, port } = this.options;
    if (!(await isTcpPortFree(port))) throw new Error(`port ${port} for Redis is in use`);
    const configuration = this.#configure(dataDir);
    this.#child = await startChild({
      command: binary.command,
      args: [configuration],
      logFile,
      options: {
        env: { ...inheritedEnvironment(), ...binary.environment },
        cwd: dataDir,
        ...(binary.argv0 === undefined ? {} : { argv0: binary.argv0 }),
      },
    });
    await this.#untilReady();
  }

  /** Stops the server; with SIGTERM it writes everything first. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.child !== undefined) await endChild(this.child, signal, STOP_TIMEOUT_MS);
    this.#child = undefined;
  }

  /** Stops the process in its tracks (SIGSTOP). */
  hang(): void {
    if (this.child !== undefined) signalTree(this.child.pid, 'SIGSTOP');
  }

  /** Wakes what {@link hang} stopped. */
  wake(): void {
    if (this.child !== undefined) signalTree(this.child.pid, 'SIGCONT');
  }

  /** The password goes into a file that only we can read: a command line is readable by everybody. */
  #configure(dataDir: string): string {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = path.join(dataDir, 'redis.conf');
    const lines = [
      `port ${this.options.port}`,
      'bind 127.0.0.1',
      `dir ${dataDir}`,
      `pidfile ${path.join(dataDir, 'redis.pid')}`,
      `requirepass ${this.options.password}`,
      'appendonly yes',
      'appendfsync everysec',
      'save ""',
      'maxmemory-policy noeviction',
      'daemonize no',
      ...(this.options.settings ?? []),
    ];
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
    return file;
  }

  async #untilReady(): Promise<void> {
    const deadline = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      if (this.child === undefined) {
        throw new Error(`Redis did not start (${this.options.logFile}):\n${lastLines(this.options.logFile)}`);
      }
      if (await this.#answers()) return;
      if (performance.now() > deadline) throw new Error(`Redis did not answer within 15 s: ${this.options.logFile}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async #answers(): Promise<boolean> {
    const client = new Redis(this.url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 1_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.ping()) === 'PONG';
    } catch {
      return false;
    } finally {
      client.disconnect();
    }
  }
}
