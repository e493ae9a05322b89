import { type Child, describeEnding, endChild, lastLines, startChild } from '@countersign/testing/servers';
import type { ProcessName } from './layout.ts';
import { type ManagedProcess, turnOverLog } from './managed-process.ts';

/** What to start with Node, and how to see that it is ready. */
export interface AppProcessOptions {
  readonly name: ProcessName;
  readonly what: string;
  readonly address: string;
  /** Script, relative to `cwd`. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly logFile: string;
  /** Answers 200 when the process does its work. */
  readonly readyUrl: string;
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;

/** A Node process of ours, ready when its health address says so. */
export class AppProcess implements ManagedProcess {
  readonly name: ProcessName;
  readonly what: string;
  readonly address: string;
  readonly logFile: string;
  readonly #options: AppProcessOptions;
  #child: Child | undefined;

  constructor(options: AppProcessOptions) {
    this.#options = options;
    this.name = options.name;
    this.what = options.what;
    this.address = options.address;
    this.logFile = options.logFile;
  }

  get child(): Child | undefined {
    return this.#child?.ending === undefined ? this.#child : undefined;
  }

  async start(): Promise<void> {
    if (this.child !== undefined) return;
    turnOverLog(this.logFile);
    const { script, args = [], cwd, environment } = this.#options;
    const child = await startChild({
      command: process.execPath,
      args: ['--enable-source-maps', script, ...args],
      logFile: this.logFile,
      options: { cwd, env: { ...environment } },
    });
    this.#child = child;
    await this.#untilReady(child);
  }

  async stop(): Promise<void> {
    if (this.child !== undefined) await endChild(this.child, 'SIGTERM', STOP_TIMEOUT_MS);
  }

  async #untilReady(child: Child): Promise<void> {
    const deadline = performance.now() + START_TIMEOUT_MS;
    let answer = 'no answer';
    while (child.ending === undefined && performance.now() < deadline) {
      const { isReady, says } = await askReadiness(this.#options.readyUrl);
      if (isReady) return;
      answer = says;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const why = child.ending === undefined ? `not ready after 30 s (${answer})` : describeEnding(child.ending);
    throw new Error(`${this.name} did not start: ${why}. Its log, ${this.logFile}, ends:\n${lastLines(this.logFile)}`);
  }
}

async function askReadiness(url: string): Promise<{ isReady: boolean; says: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return { isReady: response.ok, says: await response.text() };
  } catch (error) {
    return { isReady: false, says: (error as Error).message };
  }
}
