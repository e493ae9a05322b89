import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { descendants, sendSignal } from './process-tree.ts';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A started server process whose output goes to a file, so that it survives (and its log tells) whatever happens to us. */
export interface Child {
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process ended. */
  readonly ended: Promise<Ending>;
  /** How it ended, or undefined while it runs. */
  readonly ending: Ending | undefined;
}

/** What to start. */
export interface ChildCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly options?: SpawnOptions;
}

/**
 * Starts a process in a session of its own (a Ctrl-C of the terminal must reach only the one who stops things in order)
 * with its output appended to `logFile`. Rejects when it cannot be started at all.
 */
export async function startChild({ command, args, logFile, options = {} }: ChildCommand): Promise<Child> {
  const log = openSync(logFile, 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
  const state: { ending: Ending | undefined } = { ending: undefined };
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => {
      state.ending = { code, signal };
      resolve(state.ending);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', resolve);
  });
  if (child.pid === undefined) throw new Error(`${command} has no process id`);
  return {
    pid: child.pid,
    logFile,
    ended,
    get ending() {
      return state.ending;
    },
  };
}

/** Ends a child with `signal`, after `timeoutMs` with SIGKILL; a stopped one is woken first. */
export async function endChild(child: Child, signal: NodeJS.Signals, timeoutMs: number): Promise<Ending> {
  if (child.ending !== undefined) return child.ending;
  sendSignal(child.pid, signal);
  for (const pid of [child.pid, ...descendants(child.pid)]) sendSignal(pid, 'SIGCONT');
  const timer = setTimeout(() => {
    for (const pid of [...descendants(child.pid), child.pid]) sendSignal(pid, 'SIGKILL');
  }, timeoutMs);
  try {
    return await child.ended;
  } finally {
    clearTimeout(timer);
  }
}

/** The last lines of a log file, for an error message; empty when there is none. */
export function lastLines(file: string, count = 12): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}

/** An ending in words: "exit code 1", "signal SIGKILL". */
export function describeEnding({ code, signal }: Ending): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
}
