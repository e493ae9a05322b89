import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, chmodSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inheritedEnvironment, temporaryStackParent } from '../config.ts';
import { repositoryRoot } from '../repository.ts';
import { freePortRange } from '../servers/free-port.ts';
import { askControl } from './control-client.ts';
import type { ControlRequest, StackFile, StackStatus } from './control-protocol.ts';

/** What a command of the command line answered. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** A whole product of its own: every process, on free ports, with its own data. */
export interface RunningStack {
  /** Where everything is. */
  readonly file: StackFile;
  readonly runtimeDir: string;
  /** All that the launcher has printed. */
  readonly output: () => string;
  status(): Promise<StackStatus>;
  /** Sends a fault to a process and its children; after SIGKILL it stays down until {@link start}. */
  kill(process: string, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Stops a process in order; it stays down. */
  stop(process: string): Promise<void>;
  /** Starts a process and resolves when it is ready. `force` starts an old master although another was promoted. */
  start(process: string, options?: { readonly force?: boolean }): Promise<void>;
  /** Makes an old master a replica of the present one. */
  rejoin(process: 'pg-1' | 'pg-2'): Promise<void>;
  /** Runs `countersign` with these arguments and `input` on standard input. */
  cli(args: readonly string[], input?: string): Promise<CliResult>;
  /** Stops everything; the data stay. */
  shutdown(): Promise<void>;
  /** Stops everything and removes the data; call it in `afterAll`. */
  remove(): Promise<void>;
}

/** How to start it; everything has a default. */
export interface LocalStackOptions {
  /** Ports are counted from here; by default a free range. */
  readonly basePort?: number;
  /** Folder of its data, to start again what ran before; by default a new one. */
  readonly runtimeDir?: string;
  /** Postgres, Redis and the inbox only. */
  readonly isInfrastructureOnly?: boolean;
  readonly args?: readonly string[];
  /** Further variables for every process of the stack, as `RADIUS_USER_REQUESTS_PER_SECOND`. */
  readonly environment?: Readonly<Record<string, string>>;
}

const PORT_SPAN = 100;
const START_TIMEOUT_MS = 120_000;

/**
 * Starts the local stack as `npm start` does and resolves when it is up; needs the build (`tsc -b`). Where the ports are ours to
 * choose, a port that somebody else took in the meantime is a reason to choose others, once.
 */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<RunningStack> {
  const isFreeToChoose = options.basePort === undefined && options.runtimeDir === undefined;
  try {
    return await startOnce(options);
  } catch (error) {
    if (!isFreeToChoose || !(error instanceof Error) || !/port \d+ .*(in use|taken)/.test(error.message)) throw error;
    return await startOnce(options);
  }
}

async function startOnce(options: LocalStackOptions): Promise<RunningStack> {
  const root = repositoryRoot();
  const launcher = path.join(root, 'tools/local-stack/dist/main.js');
  if (!existsSync(launcher)) throw new Error(`${launcher} is missing: run tsc -b first`);
  const runtimeDir = options.runtimeDir ?? newRuntimeDir();
  const basePort = options.basePort ?? (await freePortRange(PORT_SPAN));
  const child = spawn(process.execPath, [launcher, 'start', ...argumentsOf(options)], {
    cwd: root,
    // Over the channel the launcher tells when it is up, and sees when we are gone.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...inheritedEnvironment(),
      ...options.environment,
      COUNTERSIGN_RUNTIME_DIR: runtimeDir,
      COUNTERSIGN_BASE_PORT: String(basePort),
    },
  });
  const printed = collect(child);
  try {
    await untilUp(child, printed);
  } catch (error) {
    if (options.runtimeDir === undefined) removeFolder(runtimeDir);
    throw error;
  }
  const file = JSON.parse(readFileSync(path.join(runtimeDir, 'stack.json'), 'utf8')) as StackFile;
  return handles(child, file, printed);
}

function argumentsOf({ isInfrastructureOnly = false, args = [] }: LocalStackOptions): readonly string[] {
  return [...(isInfrastructureOnly ? ['--only', 'infra'] : []), ...args];
}

function newRuntimeDir(): string {
  const folder = mkdtempSync(path.join(temporaryStackParent(), 'cs-'));
  chmodSync(folder, 0o755);
  return folder;
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}

async function untilUp(child: ChildProcess, printed: () => string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGTERM');
      reject(new Error(`the local stack was not up after ${START_TIMEOUT_MS / 1000} s:\n${printed()}`));
    }, START_TIMEOUT_MS);
    child.once('message', () => {
      clearTimeout(timer);
      resolve();
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`the local stack ended with exit code ${code ?? 'unknown'}:\n${printed()}`));
    });
  });
}

function handles(child: ChildProcess, file: StackFile, output: () => string): RunningStack {
  const ask = async (request: ControlRequest): Promise<unknown> => await askControl(file.controlSocket, request);
  const shutdown = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  return {
    file,
    runtimeDir: file.runtimeDir,
    output,
    status: async () => (await ask({ command: 'status' })) as StackStatus,
    kill: async (name, signal) => void (await ask({ command: 'kill', name, signal })),
    stop: async (name) => void (await ask({ command: 'stop', name })),
    start: async (name, { force = false } = {}) => void (await ask({ command: 'start', name, force })),
    rejoin: async (name) => void (await ask({ command: 'rejoin', name })),
    cli: async (args, input = '') => await runCli(file, args, input),
    shutdown,
    remove: async () => {
      await shutdown();
      removeFolder(file.runtimeDir);
    },
  };
}

async function runCli(file: StackFile, args: readonly string[], input: string): Promise<CliResult> {
  const child = spawn(process.execPath, [path.join(file.root, 'tools/cli/dist/main.js'), ...args], {
    cwd: file.root,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...inheritedEnvironment(), STACK_FILE: path.join(file.runtimeDir, 'stack.json') },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  // A command that ends without reading its input is no fault of the test.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? -1));
  });
  return { code, stdout, stderr, json: asJson(stdout) };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
